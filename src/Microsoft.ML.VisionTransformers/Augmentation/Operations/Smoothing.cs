using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Microsoft.ML.VisionTransformers.Images;

namespace Microsoft.ML.VisionTransformers.Augmentation.Operations;

/// <summary>Pillow's SMOOTH filter: weights 1 around 5, over 13, in 32-bit floats; the border stays as it is.</summary>
internal static class Smoothing
{
    private const float Around = 1f / 13, Centre = 5f / 13;

    public static RgbImage Apply(RgbImage image)
    {
        var result = new RgbImage(image.Width, image.Height, (byte[])image.Pixels.Clone());
        if (image.Width < 3 || image.Height < 3)
            return result;
        int row = image.Width * RgbImage.Channels;
        var (above, centre, below) = (new float[row], new float[row], new float[row]);
        Widen(image.Row(0), above);
        Widen(image.Row(1), centre);
        for (int y = 1; y < image.Height - 1; y++)
        {
            Widen(image.Row(y + 1), below);
            Smooth(above, centre, below, result.Pixels.AsSpan(y * row, row));
            (above, centre, below) = (centre, below, above);
        }
        return result;
    }

    private static void Widen(ReadOnlySpan<byte> values, Span<float> floats)
    {
        int i = 0;
        for (; i + EightBytes.Count <= values.Length; i += EightBytes.Count)
            EightBytes.Load(in values[i]).StoreUnsafe(ref floats[i]);
        for (; i < values.Length; i++)
            floats[i] = values[i];
    }

    private static void Smooth(float[] above, float[] centre, float[] below, Span<byte> smooth)
    {
        const int Step = RgbImage.Channels;
        int i = Step, end = smooth.Length - Step;
        for (; i + EightBytes.Count <= end; i += EightBytes.Count)
        {
            // The lower row first, and the half added before the rest: sums of floats depend on their order.
            var sum = Vector256.Create(0.5f);
            sum += At(below, i - Step) * Around + At(below, i) * Around + At(below, i + Step) * Around;
            sum += At(centre, i - Step) * Around + At(centre, i) * Centre + At(centre, i + Step) * Around;
            sum += At(above, i - Step) * Around + At(above, i) * Around + At(above, i + Step) * Around;
            EightBytes.Store(sum, ref smooth[i]);
        }
        for (; i < end; i++)
        {
            float sum = 0.5f;
            sum += below[i - Step] * Around + below[i] * Around + below[i + Step] * Around;
            sum += centre[i - Step] * Around + centre[i] * Centre + centre[i + Step] * Around;
            sum += above[i - Step] * Around + above[i] * Around + above[i + Step] * Around;
            smooth[i] = (byte)Math.Min(sum, 255f);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> At(float[] values, int index) => Vector256.LoadUnsafe(ref values[0], (nuint)index);
}
