using Microsoft.ML.VisionTransformers.Images;

namespace Microsoft.ML.VisionTransformers.Augmentation.Operations;

/// <summary>
/// Affine transforms that take the closest pixel. Positions are added up step by step, in fixed point when rows or columns tilt, as in Pillow.
/// </summary>
internal static class NearestTransform
{
    private const int FractionBits = 16;

    public static void Run(RgbImage image, in AffineMatrix matrix, Rgb fill, RgbImage result)
    {
        if (matrix.XY == 0 && matrix.YX == 0)
            Scale(image, matrix, fill, result);
        else
            Tilt(image, matrix, fill, result);
    }

    private static void Scale(RgbImage image, in AffineMatrix matrix, Rgb fill, RgbImage result)
    {
        int[] columns = Positions(matrix.X + matrix.XX * 0.5, matrix.XX, result.Width, image.Width);
        int[] rows = Positions(matrix.Y + matrix.YY * 0.5, matrix.YY, result.Height, image.Height);
        int target = 0;
        foreach (int row in rows)
        {
            foreach (int column in columns)
            {
                Take(image, column, row, fill, result.Pixels.AsSpan(target, RgbImage.Channels));
                target += RgbImage.Channels;
            }
        }
    }

    /// <summary>-1 where it lies outside.</summary>
    private static int[] Positions(double first, double step, int count, int size)
    {
        var positions = new int[count];
        for (int i = 0; i < count; i++, first += step)
            positions[i] = first >= 0 && first < size ? (int)first : -1;
        return positions;
    }

    private static void Tilt(RgbImage image, in AffineMatrix matrix, Rgb fill, RgbImage result)
    {
        long xx = Fixed(matrix.XX), xy = Fixed(matrix.XY), yx = Fixed(matrix.YX), yy = Fixed(matrix.YY);
        long rowX = Fixed(matrix.X + matrix.XX * 0.5 + matrix.XY * 0.5), rowY = Fixed(matrix.Y + matrix.YX * 0.5 + matrix.YY * 0.5);
        int target = 0;
        for (int row = 0; row < result.Height; row++, rowX += xy, rowY += yy)
        {
            long x = rowX, y = rowY;
            for (int column = 0; column < result.Width; column++, x += xx, y += yx, target += RgbImage.Channels)
                Take(image, x >> FractionBits, y >> FractionBits, fill, result.Pixels.AsSpan(target, RgbImage.Channels));
        }
    }

    private static long Fixed(double value) => (long)Math.Floor(value * (1 << FractionBits) + 0.5);

    private static void Take(RgbImage image, long x, long y, Rgb fill, Span<byte> pixel)
    {
        if (x < 0 || x >= image.Width || y < 0 || y >= image.Height)
            fill.CopyTo(pixel);
        else
            image.Pixels.AsSpan((int)(y * image.Width + x) * RgbImage.Channels, RgbImage.Channels).CopyTo(pixel);
    }
}
