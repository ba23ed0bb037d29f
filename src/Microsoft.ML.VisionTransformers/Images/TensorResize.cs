namespace Microsoft.ML.VisionTransformers.Images;

/// <summary>
/// Resampling as torch does it on tensors: the same kernels as Pillow's, but in floating point and rounded once or never.
/// </summary>
internal static class TensorResize
{
    /// <summary>Interleaved values of 0..255 [height, width, 3], not rounded.</summary>
    public static float[] Resize(RgbImage image, int width, int height, Interpolation interpolation, bool antialias)
    {
        var columns = TensorWeights.Create(image.Width, width, interpolation, antialias);
        var rows = TensorWeights.Create(image.Height, height, interpolation, antialias);
        var narrow = new float[image.Height * width * RgbImage.Channels];
        for (var y = 0; y < image.Height; y++)
            Horizontal(image.Row(y), columns, narrow.AsSpan(y * width * RgbImage.Channels, width * RgbImage.Channels));
        var result = new float[height * width * RgbImage.Channels];
        for (var y = 0; y < height; y++)
            Vertical(narrow, rows[y], result.AsSpan(y * width * RgbImage.Channels, width * RgbImage.Channels));
        return result;
    }

    /// <summary>The same, rounded half to even and clipped.</summary>
    public static RgbImage Round(float[] values, int width, int height)
        => new(width, height, [.. values.Select(value => (byte)Math.Clamp(MathF.Round(value), 0, 255))]);

    private static void Horizontal(ReadOnlySpan<byte> row, TensorWeights[] columns, Span<float> target)
    {
        for (var x = 0; x < columns.Length; x++)
        {
            var (first, weights) = columns[x];
            for (var c = 0; c < RgbImage.Channels; c++)
            {
                float sum = 0;
                for (var i = 0; i < weights.Length; i++)
                    sum += weights[i] * row[(first + i) * RgbImage.Channels + c];
                target[x * RgbImage.Channels + c] = sum;
            }
        }
    }

    private static void Vertical(ReadOnlySpan<float> narrow, TensorWeights row, Span<float> target)
    {
        for (var i = 0; i < row.Weights.Length; i++)
        {
            var source = narrow.Slice((row.First + i) * target.Length, target.Length);
            for (var x = 0; x < target.Length; x++)
                target[x] += row.Weights[i] * source[x];
        }
    }
}
