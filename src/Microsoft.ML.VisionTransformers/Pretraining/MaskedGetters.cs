using Microsoft.ML.Data;
using Microsoft.ML.VisionTransformers.Images;

namespace Microsoft.ML.VisionTransformers.Pretraining;

/// <summary>Getters of columns that are a part of a row's values, beside vectors.</summary>
internal static class MaskedGetters
{
    public static Delegate Number(Func<ReadOnlyMemory<float>> current, int at) => (ValueGetter<float>)((ref float value) => value = current().Span[at]);

    /// <summary>An image of red, green and blue from some place on; null where the values are NaN. It is the reader's until he asks for the next into the same variable.</summary>
    public static Delegate Image(Func<ReadOnlyMemory<float>> current, int from, int width, int height) => (ValueGetter<MLImage?>)((ref MLImage? value) =>
    {
        var values = current().Span[from..];
        value?.Dispose();
        value = null;
        if (float.IsNaN(values[0]))
            return;
        var pixels = new byte[4 * width * height];
        for (var i = 0; i < width * height; i++)
        {
            for (var colour = 0; colour < RgbImage.Channels; colour++)
                pixels[4 * i + colour] = (byte)values[RgbImage.Channels * i + colour];
            pixels[4 * i + 3] = byte.MaxValue;
        }
        value = MLImage.CreateFromPixels(width, height, MLPixelFormat.Rgba32, pixels);
    });
}
