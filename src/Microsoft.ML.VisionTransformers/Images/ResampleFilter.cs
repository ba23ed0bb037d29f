namespace Microsoft.ML.VisionTransformers.Images;

/// <summary>The kernels behind <see cref="Interpolation"/>, as Pillow defines them.</summary>
internal static class ResampleFilter
{
    /// <summary>Half the width of a kernel, in source pixels, when the scale is 1.</summary>
    public static double Support(Interpolation interpolation) => interpolation switch
    {
        Interpolation.Box => 0.5,
        Interpolation.Bilinear or Interpolation.Hamming => 1,
        Interpolation.Bicubic => 2,
        Interpolation.Lanczos => 3,
        _ => throw new ArgumentOutOfRangeException(nameof(interpolation), interpolation, "No kernel: nearest picks pixels."),
    };

    public static double Value(Interpolation interpolation, double x) => interpolation switch
    {
        Interpolation.Box => x > -0.5 && x <= 0.5 ? 1 : 0,
        Interpolation.Bilinear => Math.Max(0, 1 - Math.Abs(x)),
        Interpolation.Hamming => Hamming(Math.Abs(x)),
        Interpolation.Bicubic => Cubic(Math.Abs(x)),
        _ => x is >= -3 and < 3 ? Sinc(x) * Sinc(x / 3) : 0,
    };

    private static double Sinc(double x) => x == 0 ? 1 : Math.Sin(x * Math.PI) / (x * Math.PI);

    private static double Hamming(double x) =>
        x == 0 ? 1 : x >= 1 ? 0 : Math.Sin(x * Math.PI) / (x * Math.PI) * (0.54 + 0.46 * Math.Cos(x * Math.PI));

    private static double Cubic(double x)
    {
        const double a = -0.5;
        if (x < 1)
            return ((a + 2) * x - (a + 3)) * x * x + 1;
        return x < 2 ? (((x - 5) * x + 8) * x - 4) * a : 0;
    }
}
