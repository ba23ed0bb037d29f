namespace Microsoft.ML.VisionTransformers.Images;

/// <summary>
/// Resampling of pictures with transparency as Pillow does it: colours are multiplied with alpha, resampled, and divided by the resampled
/// alpha again, so that what cannot be seen does not shine through.
/// </summary>
internal static class TransparentResize
{
    /// <param name="image">A picture with <see cref="RgbImage.Alpha"/>.</param>
    /// <param name="width">Width of the result, whose transparency is dropped.</param>
    /// <param name="height">Height of the result.</param>
    /// <param name="interpolation">Any kernel but nearest, which blends nothing.</param>
    public static RgbImage Resize(RgbImage image, int width, int height, Interpolation interpolation)
    {
        var (colours, cover) = (new RgbImage(image.Width, image.Height), new RgbImage(image.Width, image.Height));
        for (var i = 0; i < image.Pixels.Length; i++)
        {
            var alpha = image.Alpha![i / RgbImage.Channels];
            cover.Pixels[i] = alpha;
            colours.Pixels[i] = Multiply(image.Pixels[i], alpha);
        }
        colours = PillowResize.Resize(colours, width, height, interpolation);
        cover = PillowResize.Resize(cover, width, height, interpolation);
        for (var i = 0; i < colours.Pixels.Length; i++)
        {
            if (cover.Pixels[i] is not (0 or 255) and var alpha)
                colours.Pixels[i] = (byte)Math.Min(255, 255 * colours.Pixels[i] / alpha);
        }
        return colours;
    }

    /// <summary>a * b / 255, rounded.</summary>
    private static byte Multiply(int a, int b)
    {
        var product = a * b + 128;
        return (byte)(((product >> 8) + product) >> 8);
    }
}
