using System.Globalization;

namespace Microsoft.ML.VisionTransformers.Augmentation.Operations;

/// <summary>
/// Where a target pixel comes from: source x = XX x + XY y + X, source y = YX x + YY y + Y, with pixels' centres at halves.
/// </summary>
internal readonly record struct AffineMatrix(double XX, double XY, double X, double YX, double YY, double Y)
{
    /// <summary>Rows slide along; the top stays.</summary>
    public static AffineMatrix ShearX(double factor) => new(1, factor, 0, 0, 1, 0);

    /// <summary>Columns slide along; the left one stays.</summary>
    public static AffineMatrix ShearY(double factor) => new(1, 0, 0, factor, 1, 0);

    /// <summary>The source lies that many pixels to the right and below, so the picture moves to the left and up.</summary>
    public static AffineMatrix Translation(double x, double y) => new(1, 0, x, 0, 1, y);

    /// <summary>Counter-clockwise around the centre. Sine and cosine have 15 decimals, as Pillow rounds them.</summary>
    public static AffineMatrix Rotation(double degrees, int width, int height)
    {
        double angle = -(degrees * (Math.PI / 180)), centreX = width / 2.0, centreY = height / 2.0;
        double cosine = Round(Math.Cos(angle)), sine = Round(Math.Sin(angle));
        double x = cosine * -centreX + sine * -centreY, y = -sine * -centreX + cosine * -centreY;
        return new AffineMatrix(cosine, sine, x + centreX, -sine, cosine, y + centreY);
    }

    /// <summary>Math.Round scales before it rounds and so errs in the last bit; the text is exact.</summary>
    private static double Round(double value) =>
        double.Parse(value.ToString("F15", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}
