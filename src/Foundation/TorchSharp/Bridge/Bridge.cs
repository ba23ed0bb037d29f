using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

[assembly: DisableRuntimeMarshalling]

namespace TorchSharp;

/// <summary>
/// The native half. Exports that make a tensor return it or zero, the others return 0 or 1; a failure's message waits in
/// <c>bridge_last_error</c>. Arguments are blittable, so a call costs a few nanoseconds.
/// </summary>
internal static unsafe partial class Bridge
{
    internal const string Library = "torchbridge";

    /// <summary>Passes a new handle through, or throws what the native side has to say.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static nint Made(nint handle) => handle != 0 ? handle : throw Failure();

    /// <summary>Throws when the call failed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Done(int status)
    {
        if (status != 0) throw Failure();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Exception Failure() => new ExternalException(Text(bridge_last_error()));

    internal static string Text(byte* utf8) => Marshal.PtrToStringUTF8((nint)utf8) ?? "";

    /// <summary>Zero-terminated UTF-8, for a <c>fixed</c> statement.</summary>
    internal static byte[] Utf8(string text) => System.Text.Encoding.UTF8.GetBytes(text + "\0");

    internal static torch.Tensor[] Take(NativeList list)
    {
        var taken = new torch.Tensor[list.Count];
        for (var i = 0; i < taken.Length; i++) taken[i] = torch.Tensor.OrNull(list.Items[i]);
        bridge_free((nint)list.Items);
        return taken;
    }
}

/// <summary>A scalar by value: kind 0 is an integer, 1 the bits of a double, 2 a boolean, -1 nothing.</summary>
internal readonly struct Number
{
    internal readonly long Kind, Bits;

    private Number(long kind, long bits) => (Kind, Bits) = (kind, bits);

    internal static Number Nothing => new(-1, 0);
    internal static Number One => new(0, 1);

    public static implicit operator Number(long value) => new(0, value);
    public static implicit operator Number(double value) => new(1, BitConverter.DoubleToInt64Bits(value));
    public static implicit operator Number(bool value) => new(2, value ? 1 : 0);

    internal double Real => Kind == 1 ? BitConverter.Int64BitsToDouble(Bits) : Bits;
    internal long Integer => Kind == 1 ? (long)BitConverter.Int64BitsToDouble(Bits) : Bits;
}

/// <summary>What a new tensor should be; -1 leaves the choice to libtorch.</summary>
internal readonly struct Options
{
    internal readonly int Dtype, Device, Index, RequiresGrad;

    internal Options(torch.ScalarType? dtype, torch.Device device, bool requires_grad, bool keep = false)
    {
        Dtype = dtype.HasValue ? (int)dtype.Value : -1;
        if (!keep) device ??= torch.DefaultDevice;
        Device = device is null ? -1 : (int)device.type;
        Index = device is null ? -1 : device.index;
        RequiresGrad = requires_grad ? 1 : 0;
    }
}

internal unsafe struct NativeList
{
    internal nint* Items;
    internal long Count;
}

internal struct NativeIndex
{
    internal long Kind, Start, Stop, Step;
    internal nint Tensor;
}
