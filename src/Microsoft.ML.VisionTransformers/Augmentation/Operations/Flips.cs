using Microsoft.ML.VisionTransformers.Images;

namespace Microsoft.ML.VisionTransformers.Augmentation.Operations;

/// <summary>Pixels in another order.</summary>
internal static class Flips
{
    /// <summary>Left and right change places.</summary>
    public static RgbImage Horizontal(RgbImage image) =>
        Rearrange(image, image.Width, image.Height, first: image.Width - 1, step: -1, row: image.Width);

    /// <summary>Top and bottom change places.</summary>
    public static RgbImage Vertical(RgbImage image) =>
        Rearrange(image, image.Width, image.Height, first: (image.Height - 1) * image.Width, step: 1, row: -image.Width);

    /// <summary>Rows become columns.</summary>
    public static RgbImage Diagonal(RgbImage image) =>
        Rearrange(image, image.Height, image.Width, first: 0, step: image.Width, row: 1);

    /// <param name="image">Where pixels are taken from.</param>
    /// <param name="width">Of the result.</param>
    /// <param name="height">Of the result.</param>
    /// <param name="first">The pixel that comes first.</param>
    /// <param name="step">From a pixel to that which comes to its right.</param>
    /// <param name="row">From a pixel to that which comes below it.</param>
    private static RgbImage Rearrange(RgbImage image, int width, int height, int first, int step, int row)
    {
        var result = new RgbImage(width, height);
        byte[] from = image.Pixels, to = result.Pixels;
        int target = 0;
        for (int y = 0; y < height; y++)
        {
            int source = (first + y * row) * RgbImage.Channels;
            for (int x = 0; x < width; x++, source += step * RgbImage.Channels, target += RgbImage.Channels)
                (to[target], to[target + 1], to[target + 2]) = (from[source], from[source + 1], from[source + 2]);
        }
        return result;
    }
}
