using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Microsoft.ML.VisionTransformers.Images;

/// <summary>The pass along columns: each target row is a weighted sum of source rows.</summary>
internal static class VerticalResample
{
    private const int Half = 1 << (ResampleWeights.PrecisionBits - 1);

    /// <summary>Rows of <paramref name="rowBytes"/> bytes that lie <paramref name="pitch"/> bytes apart become the rows of <paramref name="target"/>.</summary>
    public static void Run(ReadOnlySpan<byte> source, int offset, int pitch, ResampleWeights weights, Span<byte> target, int rowBytes)
    {
        for (int y = 0; y < weights.Starts.Length; y++)
        {
            int from = offset + weights.Starts[y] * pitch, count = weights.Counts[y];
            var row = target.Slice(y * rowBytes, rowBytes);
            int done = 0;
            if (Avx2.IsSupported)
                done = RunVector(source, from, pitch, weights, y, count, row);
            RunScalar(source, from, pitch, weights, y, count, row, done);
        }
    }

    private static void RunScalar(ReadOnlySpan<byte> source, int from, int pitch, ResampleWeights weights, int y, int count, Span<byte> row, int done)
    {
        for (int x = done; x < row.Length; x++)
        {
            int sum = Half;
            for (int i = 0, w = y * weights.Stride; i < count; i++, w++)
                sum += source[from + i * pitch + x] * ((weights.High[w] << ResampleWeights.SplitBits) + weights.Low[w]);
            row[x] = (byte)Math.Clamp(sum >> ResampleWeights.PrecisionBits, 0, 255);
        }
    }

    /// <summary>Sixteen columns at a time, two source rows in one multiplication; returns how many columns were done.</summary>
    private static int RunVector(ReadOnlySpan<byte> source, int from, int pitch, ResampleWeights weights, int y, int count, Span<byte> row)
    {
        ref byte pixels = ref MemoryMarshal.GetReference(source);
        int x = 0;
        for (; x + 16 <= row.Length; x += 16)
        {
            Vector256<int> high0 = default, high1 = default, low0 = default, low1 = default;
            for (int i = 0, w = y * weights.Stride; i < count; i += 2, w += 2)
            {
                int at = from + i * pitch + x;
                var first = Vector128.LoadUnsafe(ref pixels, (nuint)at);
                // An odd last row is paired with itself: the weight beside it is 0.
                var second = i + 1 < count ? Vector128.LoadUnsafe(ref pixels, (nuint)(at + pitch)) : first;
                var left = Avx2.ConvertToVector256Int16(Sse2.UnpackLow(first, second));
                var right = Avx2.ConvertToVector256Int16(Sse2.UnpackHigh(first, second));
                var high = Pair(weights.High, w);
                var low = Pair(weights.Low, w);
                high0 += Avx2.MultiplyAddAdjacent(left, high);
                high1 += Avx2.MultiplyAddAdjacent(right, high);
                low0 += Avx2.MultiplyAddAdjacent(left, low);
                low1 += Avx2.MultiplyAddAdjacent(right, low);
            }
            var words = Avx2.PackSignedSaturate(Round(high0, low0), Round(high1, low1)); // halves interleaved: 0-3, 8-11, 4-7, 12-15
            var ordered = Avx2.Permute4x64(words.AsInt64(), 0b11_01_10_00).AsInt16();
            Sse2.PackUnsignedSaturate(ordered.GetLower(), ordered.GetUpper()).CopyTo(row[x..]);
        }
        return x;
    }

    private static Vector256<int> Round(Vector256<int> high, Vector256<int> low) => Vector256.ShiftRightArithmetic(
        Vector256.ShiftLeft(high, ResampleWeights.SplitBits) + low + Vector256.Create(Half), ResampleWeights.PrecisionBits);

    private static Vector256<short> Pair(short[] table, int index) =>
        Vector256.Create((ushort)table[index] | table[index + 1] << 16).AsInt16();
}
