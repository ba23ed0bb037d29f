using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Microsoft.ML.VisionTransformers.Augmentation.Operations;

/// <summary>Eight values at once, as 32-bit floats.</summary>
internal static class EightBytes
{
    public const int Count = 8;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Load(ref readonly byte first)
    {
        var bytes = Vector128.CreateScalar(Unsafe.ReadUnaligned<ulong>(in first)).AsByte();
        var (low, high) = Vector128.Widen(Vector128.WidenLower(bytes));
        return Vector256.ConvertToSingle(Vector256.Create(low, high).AsInt32());
    }

    /// <summary>Fractions are cut off; what lies outside 0..255 becomes the nearest end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector256<float> values, ref byte first)
    {
        var whole = Vector256.ConvertToInt32(Vector256.Min(Vector256.Max(values, Vector256<float>.Zero), Vector256.Create(255f)));
        var shorts = Vector128.Narrow(whole.GetLower(), whole.GetUpper()).AsUInt16();
        Unsafe.WriteUnaligned(ref first, Vector128.Narrow(shorts, shorts).AsUInt64().ToScalar());
    }
}
