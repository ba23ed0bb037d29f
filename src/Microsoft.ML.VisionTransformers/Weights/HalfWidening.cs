using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Microsoft.ML.VisionTransformers.Weights;

/// <summary>
/// Half-precision numbers as floats, exactly, a vector at a time. A file is loaded once, so the loops are compiled for speed at once.
/// </summary>
internal static class HalfWidening
{
    // A half's exponent and mantissa, moved to where a float has them, are 2^112 too small.
    private const uint Rebias = 112u << 23;

    /// <summary>IEEE's 16-bit floats, with infinities, NaNs and numbers below the normal ones.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void FromHalf(ReadOnlySpan<ushort> source, Span<float> target)
    {
        var done = 0;
        if (Vector256.IsHardwareAccelerated)
        {
            ref var from = ref MemoryMarshal.GetReference(source);
            ref var to = ref Unsafe.As<float, uint>(ref MemoryMarshal.GetReference(target));
            for (; done <= source.Length - Vector256<ushort>.Count; done += Vector256<ushort>.Count)
            {
                var (low, high) = Vector256.Widen(Vector256.LoadUnsafe(ref from, (nuint)done));
                Widen(low).StoreUnsafe(ref to, (nuint)done);
                Widen(high).StoreUnsafe(ref to, (nuint)(done + Vector256<uint>.Count));
            }
        }
        for (; done < source.Length; done++)
            target[done] = (float)BitConverter.UInt16BitsToHalf(source[done]);
    }

    /// <summary>The upper halves of floats.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void FromBrainFloat(ReadOnlySpan<ushort> source, Span<float> target)
    {
        var done = 0;
        if (Vector256.IsHardwareAccelerated)
        {
            ref var from = ref MemoryMarshal.GetReference(source);
            ref var to = ref Unsafe.As<float, uint>(ref MemoryMarshal.GetReference(target));
            for (; done <= source.Length - Vector256<ushort>.Count; done += Vector256<ushort>.Count)
            {
                var (low, high) = Vector256.Widen(Vector256.LoadUnsafe(ref from, (nuint)done));
                (low << 16).StoreUnsafe(ref to, (nuint)done);
                (high << 16).StoreUnsafe(ref to, (nuint)(done + Vector256<uint>.Count));
            }
        }
        for (; done < source.Length; done++)
            target[done] = BitConverter.UInt32BitsToSingle((uint)source[done] << 16);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> Widen(Vector256<uint> half)
    {
        var sign = (half & Vector256.Create(0x8000u)) << 16;
        var magnitude = (half & Vector256.Create(0x7FFFu)) << 13;
        var normal = magnitude + Vector256.Create(Rebias);

        // Infinities and NaNs have the largest exponent in both types.
        var special = Vector256.GreaterThan(magnitude.AsInt32(), Vector256.Create(0x0F7FFFFF)).AsUInt32();
        normal += special & Vector256.Create(Rebias);

        // Below the normal ones the mantissa counts 2^-24: as the last bits of a half it is what it adds to it.
        var small = (Vector256.Create(0.5f).AsUInt32() | (magnitude >> 13)).AsSingle() - Vector256.Create(0.5f);
        var isSmall = Vector256.LessThan(magnitude.AsInt32(), Vector256.Create(0x00800000)).AsUInt32();
        return Vector256.ConditionalSelect(isSmall, small.AsUInt32(), normal) | sign;
    }
}
