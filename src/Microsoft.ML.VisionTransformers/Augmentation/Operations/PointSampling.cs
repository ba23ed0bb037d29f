using Microsoft.ML.VisionTransformers.Images;

namespace Microsoft.ML.VisionTransformers.Augmentation.Operations;

/// <summary>The colour at a point between pixels' centres, which are at whole numbers here. Pixels beyond the border are those at it.</summary>
internal static class PointSampling
{
    public static void Linear(RgbImage image, double x, double y, Span<byte> pixel)
    {
        int left = (int)Math.Floor(x), top = (int)Math.Floor(y);
        double dx = x - left, dy = y - top;
        int x0 = Column(image, left), x1 = Column(image, left + 1);
        int upper = Row(image, top), lower = Row(image, top + 1);
        byte[] pixels = image.Pixels;
        for (int c = 0; c < pixel.Length; c++)
        {
            double above = pixels[upper + x0 + c] + (pixels[upper + x1 + c] - pixels[upper + x0 + c]) * dx;
            double below = pixels[lower + x0 + c] + (pixels[lower + x1 + c] - pixels[lower + x0 + c]) * dx;
            pixel[c] = (byte)(above + (below - above) * dy);
        }
    }

    public static void Cubic(RgbImage image, double x, double y, Span<byte> pixel)
    {
        int left = (int)Math.Floor(x), top = (int)Math.Floor(y);
        double dx = x - left, dy = y - top;
        int x0 = Column(image, left - 1), x1 = Column(image, left), x2 = Column(image, left + 1), x3 = Column(image, left + 2);
        int y0 = Row(image, top - 1), y1 = Row(image, top), y2 = Row(image, top + 1), y3 = Row(image, top + 2);
        byte[] pixels = image.Pixels;
        for (int c = 0; c < pixel.Length; c++)
        {
            double value = Cubic(Across(y0 + c), Across(y1 + c), Across(y2 + c), Across(y3 + c), dy);
            pixel[c] = (byte)Math.Clamp(value, 0, 255);
        }

        double Across(int row) => Cubic(pixels[row + x0], pixels[row + x1], pixels[row + x2], pixels[row + x3], dx);
    }

    /// <summary>Cubic convolution with a = -1, at <paramref name="d"/> between the two middle values.</summary>
    private static double Cubic(double v1, double v2, double v3, double v4, double d)
    {
        double linear = -v1 + v3, square = 2 * (v1 - v2) + v3 - v4, cube = -v1 + v2 - v3 + v4;
        return v2 + d * (linear + d * (square + d * cube));
    }

    private static int Column(RgbImage image, int x) => Math.Clamp(x, 0, image.Width - 1) * RgbImage.Channels;

    private static int Row(RgbImage image, int y) => Math.Clamp(y, 0, image.Height - 1) * image.Width * RgbImage.Channels;
}
