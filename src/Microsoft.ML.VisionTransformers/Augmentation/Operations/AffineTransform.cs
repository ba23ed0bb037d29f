using Microsoft.ML.VisionTransformers.Images;

namespace Microsoft.ML.VisionTransformers.Augmentation.Operations;

/// <summary>
/// Shears, moves and turns as Pillow's Image.transform does. What comes from outside the image has the fill colour. Unlike a resize it
/// takes values at points: nearest, bilinear from 4 pixels, bicubic (a = -1) from 16, cut off rather than rounded.
/// </summary>
internal static class AffineTransform
{
    /// <param name="image">The picture.</param>
    /// <param name="matrix">Where its pixels come from.</param>
    /// <param name="interpolation">Nearest, bilinear or bicubic.</param>
    /// <param name="fill">Red, green, blue.</param>
    public static RgbImage Apply(RgbImage image, in AffineMatrix matrix, Interpolation interpolation, Rgb fill)
    {
        var result = new RgbImage(image.Width, image.Height);
        if (interpolation == Interpolation.Nearest)
        {
            NearestTransform.Run(image, matrix, fill, result);
            return result;
        }
        if (interpolation is not (Interpolation.Bilinear or Interpolation.Bicubic))
            throw new ArgumentOutOfRangeException(nameof(interpolation), interpolation, "Only nearest, bilinear and bicubic take values at points.");
        bool cubic = interpolation == Interpolation.Bicubic;
        int width = image.Width, height = image.Height, target = 0;
        var pixels = result.Pixels;
        for (int row = 0; row < height; row++)
        {
            double targetY = row + 0.5;
            for (int column = 0; column < width; column++, target += RgbImage.Channels)
            {
                double targetX = column + 0.5;
                double x = matrix.XX * targetX + matrix.XY * targetY + matrix.X, y = matrix.YX * targetX + matrix.YY * targetY + matrix.Y;
                var pixel = pixels.AsSpan(target, RgbImage.Channels);
                if (x < 0 || x >= width || y < 0 || y >= height)
                    fill.CopyTo(pixel);
                else if (cubic)
                    PointSampling.Cubic(image, x - 0.5, y - 0.5, pixel);
                else
                    PointSampling.Linear(image, x - 0.5, y - 0.5, pixel);
            }
        }
        return result;
    }

    /// <summary>Counter-clockwise around the centre; quarter turns of squares and half turns move pixels unchanged, as in Pillow.</summary>
    public static RgbImage Rotate(RgbImage image, double degrees, Interpolation interpolation, Rgb fill)
    {
        double angle = degrees % 360;
        if (angle < 0)
            angle += 360;
        if (angle is 0 or 360)
            return image;
        if (angle == 180)
            return Flips.Vertical(Flips.Horizontal(image));
        if (angle is 90 or 270 && image.Width == image.Height)
            return angle == 90 ? Flips.Vertical(Flips.Diagonal(image)) : Flips.Horizontal(Flips.Diagonal(image));
        return Apply(image, AffineMatrix.Rotation(angle, image.Width, image.Height), interpolation, fill);
    }
}
