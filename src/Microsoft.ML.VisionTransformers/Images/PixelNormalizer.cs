using System.Runtime.CompilerServices;

namespace Microsoft.ML.VisionTransformers.Images;

/// <summary>
/// Interleaved bytes to planes of normalised floats through a table of 256 values a channel: (value / 255 - mean) / std, in the
/// same order of 32-bit operations as torchvision, so that the numbers are its numbers.
/// </summary>
internal sealed class PixelNormalizer
{
    private static readonly ConditionalWeakTable<ImagePreprocessing, PixelNormalizer> s_known = [];

    private readonly float[][] _tables;

    public PixelNormalizer(IReadOnlyList<float> mean, IReadOnlyList<float> std)
    {
        _tables = new float[mean.Count][];
        for (int c = 0; c < _tables.Length; c++)
        {
            _tables[c] = new float[256];
            for (int value = 0; value < 256; value++)
                _tables[c][value] = (value / 255f - mean[c]) / std[c];
        }
    }

    public static PixelNormalizer For(ImagePreprocessing settings) => s_known.GetValue(settings, s => new PixelNormalizer(s.Mean, s.Std));

    /// <summary>[height, width, channels] bytes to [channels, height, width] floats.</summary>
    public void Write(ReadOnlySpan<byte> pixels, int channels, int width, int height, Span<float> chw, bool flip)
    {
        int plane = width * height;
        for (int c = 0; c < channels; c++)
        {
            float[] table = _tables[c];
            for (int y = 0; y < height; y++)
            {
                var row = pixels.Slice(y * width * channels, width * channels);
                var target = chw.Slice(c * plane + y * width, width);
                if (flip)
                {
                    for (int x = target.Length - 1, from = c; x >= 0; x--, from += channels)
                        target[x] = table[row[from]];
                }
                else
                {
                    for (int x = 0, from = c; x < target.Length; x++, from += channels)
                        target[x] = table[row[from]];
                }
            }
        }
    }
}
