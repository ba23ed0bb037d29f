using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Microsoft.ML.VisionTransformers.Images;

/// <summary>The pass along rows: each target pixel is a weighted sum of neighbours in its row.</summary>
internal static class HorizontalResample
{
    private const int Half = 1 << (ResampleWeights.PrecisionBits - 1);

    /// <summary>Resamples <paramref name="rows"/> rows from (<paramref name="left"/>, <paramref name="top"/>) on into rows of <paramref name="target"/>.</summary>
    public static void Run(RgbImage image, int left, int top, int rows, ResampleWeights weights, Span<byte> target)
    {
        int rowBytes = weights.Starts.Length * RgbImage.Channels;
        for (int y = 0; y < rows; y++)
        {
            int offset = ((top + y) * image.Width + left) * RgbImage.Channels;
            // The vector path loads 16 bytes where 12 count: the end of the last row is done without it.
            if (Avx2.IsSupported)
                RunVector(image.Pixels, offset, weights, target.Slice(y * rowBytes, rowBytes));
            else
                RunScalar(image.Pixels, offset, weights, 0, target.Slice(y * rowBytes, rowBytes));
        }
    }

    private static void RunScalar(ReadOnlySpan<byte> pixels, int offset, ResampleWeights weights, int from, Span<byte> target)
    {
        for (int x = from; x < weights.Starts.Length; x++)
        {
            var source = pixels.Slice(offset + weights.Starts[x] * RgbImage.Channels, weights.Counts[x] * RgbImage.Channels);
            int red = Half, green = Half, blue = Half, w = x * weights.Stride;
            for (int i = 0; i < source.Length; i += RgbImage.Channels, w++)
            {
                int weight = (weights.High[w] << ResampleWeights.SplitBits) + weights.Low[w];
                red += source[i] * weight;
                green += source[i + 1] * weight;
                blue += source[i + 2] * weight;
            }
            target[x * 3] = Clip(red);
            target[x * 3 + 1] = Clip(green);
            target[x * 3 + 2] = Clip(blue);
        }
    }

    private static byte Clip(int sum) => (byte)Math.Clamp(sum >> ResampleWeights.PrecisionBits, 0, 255);

    private static void RunVector(ReadOnlySpan<byte> pixels, int offset, ResampleWeights weights, Span<byte> target)
    {
        ref byte source = ref MemoryMarshal.GetReference(pixels);
        ref short high = ref MemoryMarshal.GetArrayDataReference(weights.High);
        ref short low = ref MemoryMarshal.GetArrayDataReference(weights.Low);
        // Four RGB pixels become (r0 r1)(g0 g1)(b0 b1)(0 0) and the same of pixels 2 and 3, to be widened to 16 bits.
        var pairs = Vector128.Create((byte)0, 3, 1, 4, 2, 5, 255, 255, 6, 9, 7, 10, 8, 11, 255, 255);
        // A group's weights (w0 w1 w2 w3): the pair w0 w1 against the lower half, w2 w3 against the upper.
        var spread = Vector256.Create(0, 0, 0, 0, 1, 1, 1, 1);
        int stride = weights.Stride, width = weights.Starts.Length;
        for (int x = 0; x < width; x++)
        {
            int at = offset + weights.Starts[x] * RgbImage.Channels, count = weights.Counts[x];
            if (at + (count + 3) / 4 * 12 + 4 > pixels.Length)
            {
                RunScalar(pixels, offset, weights, x, target);
                return;
            }
            var highSum = Vector256<int>.Zero;
            var lowSum = Vector256<int>.Zero;
            for (int i = 0; i < count; i += 4, at += 12)
            {
                var four = Vector128.LoadUnsafe(ref source, (nuint)at);
                var wide = Avx2.ConvertToVector256Int16(Ssse3.Shuffle(four, pairs));
                highSum += Avx2.MultiplyAddAdjacent(wide, Weights(ref high, x * stride + i, spread));
                lowSum += Avx2.MultiplyAddAdjacent(wide, Weights(ref low, x * stride + i, spread));
            }
            var sum = Vector256.ShiftLeft(highSum, ResampleWeights.SplitBits) + lowSum;
            var pixel = Vector128.ShiftRightArithmetic(sum.GetLower() + sum.GetUpper() + Vector128.Create(Half), ResampleWeights.PrecisionBits);
            var words = Sse2.PackSignedSaturate(pixel, pixel);
            uint rgb = Sse2.PackUnsignedSaturate(words, words).AsUInt32().ToScalar();
            if (x + 1 < width)
            {
                BinaryPrimitives.WriteUInt32LittleEndian(target[(x * 3)..], rgb); // the fourth byte is overwritten by the next pixel
                continue;
            }
            target[x * 3] = (byte)rgb;
            target[x * 3 + 1] = (byte)(rgb >> 8);
            target[x * 3 + 2] = (byte)(rgb >> 16);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<short> Weights(ref short table, int index, Vector256<int> spread)
    {
        ulong four = Unsafe.ReadUnaligned<ulong>(ref Unsafe.As<short, byte>(ref Unsafe.Add(ref table, index)));
        return Avx2.PermuteVar8x32(Vector256.CreateScalarUnsafe(four).AsInt32(), spread).AsInt16();
    }
}
