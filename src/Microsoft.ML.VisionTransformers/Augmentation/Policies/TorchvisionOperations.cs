using Microsoft.ML.VisionTransformers.Augmentation.Operations;
using Microsoft.ML.VisionTransformers.Images;

namespace Microsoft.ML.VisionTransformers.Augmentation.Policies;

/// <summary>
/// The operations of torchvision's AutoAugment and TrivialAugment, in its order. A magnitude is a number of equal steps up to the most that
/// there is; torchvision reckons the steps in 32 bits.
/// </summary>
internal sealed class TorchvisionOperations
{
    /// <summary>AutoAugment's: ten steps.</summary>
    public static readonly TorchvisionOperations AutoAugment =
        new(bins: 10, shear: 0.3, shift: size => 150.0 / 331.0 * size, turn: 30, factor: 0.9, bits: 4);

    /// <summary>TrivialAugment's wide ranges: thirty-one steps.</summary>
    public static readonly TorchvisionOperations Wide =
        new(bins: 31, shear: 0.99, shift: _ => 32, turn: 135, factor: 0.99, bits: 6);

    private readonly Dictionary<string, StrengthOperation> _known;

    private TorchvisionOperations(int bins, double shear, Func<int, double> shift, double turn, double factor, int bits)
    {
        Bins = bins;
        _known = new Dictionary<string, StrengthOperation>(StringComparer.Ordinal)
        {
            ["Identity"] = new((image, _, _, ref _) => image),
            ["ShearX"] = Moving((_, bin) => AffineMatrix.ShearX(Slope(Step(bin, shear)))),
            ["ShearY"] = Moving((_, bin) => AffineMatrix.ShearY(Slope(Step(bin, shear)))),
            ["TranslateX"] = Moving((image, bin) => AffineMatrix.Translation(-(int)Step(bin, shift(image.Width)), 0)),
            ["TranslateY"] = Moving((image, bin) => AffineMatrix.Translation(0, -(int)Step(bin, shift(image.Height)))),
            ["Rotate"] = new((image, bin, canvas, ref random) =>
                AffineTransform.Rotate(image, Step(bin, turn), canvas.Choose(ref random), canvas.Fill), Signed: true),
            ["Brightness"] = new((image, bin, _, ref _) => Enhancement.Brightness(image, 1 + Step(bin, factor)), Signed: true),
            ["Color"] = new((image, bin, _, ref _) => Enhancement.Colour(image, 1 + Step(bin, factor)), Signed: true),
            ["Contrast"] = new((image, bin, _, ref _) => Enhancement.Contrast(image, 1 + Step(bin, factor)), Signed: true),
            ["Sharpness"] = new((image, bin, _, ref _) => Enhancement.Sharpness(image, 1 + Step(bin, factor)), Signed: true),
            ["Posterize"] = new((image, bin, _, ref _) => PointOperations.Posterize(image, 8 - (int)Math.Round(bin / ((bins - 1) / (double)bits)))),
            ["Solarize"] = new((image, bin, _, ref _) => PointOperations.Solarize(image, Linear(255, 0, (int)bin))),
            ["AutoContrast"] = new((image, _, _, ref _) => HistogramOperations.AutoContrast(image)),
            ["Equalize"] = new((image, _, _, ref _) => HistogramOperations.Equalize(image)),
            ["Invert"] = new((image, _, _, ref _) => PointOperations.Invert(image)),
        };
    }

    /// <summary>Number of magnitudes; strengths are 0 to one less.</summary>
    public int Bins { get; }

    public StrengthOperation Get(string name) => _known[name];

    private static StrengthOperation Moving(Func<RgbImage, double, AffineMatrix> matrix) => new(
        (image, bin, canvas, ref random) => AffineTransform.Apply(image, matrix(image, bin), canvas.Choose(ref random), canvas.Fill), Signed: true);

    /// <summary>The magnitude of a bin, whose sign it has.</summary>
    private double Step(double bin, double most) => Math.CopySign(Linear(0, (float)most, (int)Math.Abs(bin)), bin);

    /// <summary>
    /// torch.linspace to the bit, since a whole number of pixels hangs on it: the first sixteen in two vectors of eight, if there are as many,
    /// and the others from the nearer end.
    /// </summary>
    private double Linear(float first, float last, int bin)
    {
        const int Lanes = 8;
        float step = (last - first) / (Bins - 1);
        if (bin < 2 * Lanes && Bins >= 2 * Lanes)
            return (float)(first + (double)step * (bin - bin % Lanes)) + step * (bin % Lanes);
        return (float)(bin < Bins / 2 ? first + (double)step * bin : last - (double)step * (Bins - 1 - bin));
    }

    /// <summary>There and back through degrees, as torchvision goes.</summary>
    private static double Slope(double shear)
    {
        double degrees = Math.Atan(shear) * (180 / Math.PI);
        return Math.Tan(degrees * (Math.PI / 180));
    }
}
