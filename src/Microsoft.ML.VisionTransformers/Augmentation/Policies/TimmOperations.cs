using Microsoft.ML.VisionTransformers.Augmentation.Operations;

namespace Microsoft.ML.VisionTransformers.Augmentation.Policies;

/// <summary>
/// The operations that timm's RandAugment and AutoAugment choose from, by timm's names. Strength is the magnitude over 10. Of some there
/// are two scales: the original ones, some of which do less with a larger magnitude, and "Increasing".
/// </summary>
internal static class TimmOperations
{
    private static readonly Dictionary<string, StrengthOperation> s_known = new(StringComparer.Ordinal)
    {
        ["AutoContrast"] = new((image, _, _, ref _) => HistogramOperations.AutoContrast(image)),
        ["Equalize"] = new((image, _, _, ref _) => HistogramOperations.Equalize(image)),
        ["Invert"] = new((image, _, _, ref _) => PointOperations.Invert(image)),
        ["Posterize"] = new((image, strength, _, ref _) => PointOperations.Posterize(image, (int)(strength * 4))),
        ["PosterizeIncreasing"] = new((image, strength, _, ref _) => PointOperations.Posterize(image, 4 - (int)(strength * 4))),
        ["PosterizeOriginal"] = new((image, strength, _, ref _) => PointOperations.Posterize(image, (int)(strength * 4) + 4)),
        ["Solarize"] = new((image, strength, _, ref _) => PointOperations.Solarize(image, Math.Min(256, (int)(strength * 256)))),
        ["SolarizeIncreasing"] = new((image, strength, _, ref _) => PointOperations.Solarize(image, 256 - Math.Min(256, (int)(strength * 256)))),
        ["SolarizeAdd"] = new((image, strength, _, ref _) => PointOperations.SolarizeAdd(image, Math.Min(128, (int)(strength * 110)))),
        ["Color"] = new((image, strength, _, ref _) => Enhancement.Colour(image, Factor(strength))),
        ["ColorIncreasing"] = new((image, strength, _, ref _) => Enhancement.Colour(image, FactorFromOne(strength)), Signed: true),
        ["Contrast"] = new((image, strength, _, ref _) => Enhancement.Contrast(image, Factor(strength))),
        ["ContrastIncreasing"] = new((image, strength, _, ref _) => Enhancement.Contrast(image, FactorFromOne(strength)), Signed: true),
        ["Brightness"] = new((image, strength, _, ref _) => Enhancement.Brightness(image, Factor(strength))),
        ["BrightnessIncreasing"] = new((image, strength, _, ref _) => Enhancement.Brightness(image, FactorFromOne(strength)), Signed: true),
        ["Sharpness"] = new((image, strength, _, ref _) => Enhancement.Sharpness(image, Factor(strength))),
        ["SharpnessIncreasing"] = new((image, strength, _, ref _) => Enhancement.Sharpness(image, FactorFromOne(strength)), Signed: true),
        ["Rotate"] = new((image, strength, canvas, ref random) =>
            AffineTransform.Rotate(image, strength * 30, canvas.Choose(ref random), canvas.Fill), Signed: true),
        ["ShearX"] = new((image, strength, canvas, ref random) =>
            AffineTransform.Apply(image, AffineMatrix.ShearX(strength * 0.3), canvas.Choose(ref random), canvas.Fill), Signed: true),
        ["ShearY"] = new((image, strength, canvas, ref random) =>
            AffineTransform.Apply(image, AffineMatrix.ShearY(strength * 0.3), canvas.Choose(ref random), canvas.Fill), Signed: true),
        ["TranslateXRel"] = new((image, strength, canvas, ref random) =>
            AffineTransform.Apply(image, AffineMatrix.Translation(strength * 0.45 * image.Width, 0), canvas.Choose(ref random), canvas.Fill),
            Signed: true),
        ["TranslateYRel"] = new((image, strength, canvas, ref random) =>
            AffineTransform.Apply(image, AffineMatrix.Translation(0, strength * 0.45 * image.Height), canvas.Choose(ref random), canvas.Fill),
            Signed: true),
        ["Desaturate"] = new((image, strength, _, ref _) => Enhancement.Colour(image, 1 - Between(0.5, 1, strength))),
        ["GaussianBlur"] = new((image, strength, _, ref _) => GaussianBlur.Apply(image, Between(0.1, 2, strength))),
        ["GaussianBlurRand"] = new((image, strength, _, ref random) =>
            GaussianBlur.Apply(image, random.Uniform(0.1, 2 * Between(0, 1, strength)))),
    };

    public static StrengthOperation Get(string name) => s_known[name];

    /// <summary>0.1 to 1.9; nothing changes at a half.</summary>
    private static double Factor(double strength) => strength * 1.8 + 0.1;

    /// <summary>1 and more or less, at least 0.1.</summary>
    private static double FactorFromOne(double strength) => Math.Max(0.1, 1 + strength * 0.9);

    private static double Between(double least, double most, double strength) => Math.Clamp(least + (most - least) * strength, least, most);
}
