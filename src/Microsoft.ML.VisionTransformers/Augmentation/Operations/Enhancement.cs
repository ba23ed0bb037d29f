using Microsoft.ML.VisionTransformers.Images;

namespace Microsoft.ML.VisionTransformers.Augmentation.Operations;

/// <summary>
/// Pillow's ImageEnhance: the image on a line with a poorer one. Factor 0 gives the poorer one, 1 the image, more than 1 goes beyond it.
/// Sums are 32-bit floats, cut off rather than rounded, as in Pillow.
/// </summary>
internal static class Enhancement
{
    /// <summary>On a line with black.</summary>
    public static RgbImage Brightness(RgbImage image, double factor) => FromLevel(image, 0, (float)factor);

    /// <summary>On a line with the mean of its grey values.</summary>
    public static RgbImage Contrast(RgbImage image, double factor)
    {
        double sum = 0;
        foreach (byte grey in PreprocessingSteps.Grey(image))
            sum += grey;
        return FromLevel(image, (int)(sum / (image.Width * image.Height) + 0.5), (float)factor);
    }

    /// <summary>On a line with its grey values: the saturation.</summary>
    public static RgbImage Colour(RgbImage image, double factor) =>
        factor == 1 ? image : Blend(Grey(image), image, (float)factor);

    /// <summary>On a line with itself smoothed.</summary>
    public static RgbImage Sharpness(RgbImage image, double factor) => factor == 1 ? image : Blend(Smoothing.Apply(image), image, (float)factor);

    /// <summary>Its grey values in all three channels.</summary>
    public static RgbImage Grey(RgbImage image)
    {
        var result = new RgbImage(image.Width, image.Height);
        byte[] grey = PreprocessingSteps.Grey(image), to = result.Pixels;
        for (int i = 0, o = 0; i < grey.Length; i++, o += RgbImage.Channels)
            to[o] = to[o + 1] = to[o + 2] = grey[i];
        return result;
    }

    private static RgbImage FromLevel(RgbImage image, int level, float factor) =>
        factor == 1 ? image : PointOperations.Map(image, value => Between(level, value, factor));

    private static RgbImage Blend(RgbImage poorer, RgbImage image, float factor)
    {
        var result = new RgbImage(image.Width, image.Height);
        byte[] from = poorer.Pixels, to = image.Pixels, blended = result.Pixels;
        int i = 0;
        for (; i + EightBytes.Count <= blended.Length; i += EightBytes.Count)
        {
            var first = EightBytes.Load(in from[i]);
            EightBytes.Store(first + (EightBytes.Load(in to[i]) - first) * factor, ref blended[i]);
        }
        for (; i < blended.Length; i++)
            blended[i] = Between(from[i], to[i], factor);
        return result;
    }

    private static byte Between(int from, int to, float factor) => (byte)Math.Clamp(from + factor * (to - from), 0f, 255f);
}
