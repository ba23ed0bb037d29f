using Microsoft.ML.VisionTransformers.Augmentation.Operations;
using Microsoft.ML.VisionTransformers.Images;

namespace Microsoft.ML.VisionTransformers.Augmentation;

/// <summary>
/// Brightness, contrast, saturation and hue changed at random, in random order, as torchvision's ColorJitter: each factor is uniform in
/// 1 - x .. 1 + x (at least 0), the hue's turn in -x .. x.
/// </summary>
/// <param name="Brightness">0 = not changed.</param>
/// <param name="Contrast">0 = not changed.</param>
/// <param name="Saturation">0 = not changed.</param>
/// <param name="Hue">Share of a full turn, at most 0.5; 0 = not changed.</param>
internal sealed record ColourJitter(double Brightness, double Contrast, double Saturation, double Hue) : IImageStep
{
    public RgbImage Apply(RgbImage image, ref SeededRandom random)
    {
        int[] order = random.Permutation(4);
        double brightness = Factor(Brightness, ref random), contrast = Factor(Contrast, ref random), saturation = Factor(Saturation, ref random);
        double turn = random.Uniform(-Hue, Hue);
        foreach (int kind in order)
        {
            image = kind switch
            {
                0 when Brightness > 0 => Enhancement.Brightness(image, brightness),
                1 when Contrast > 0 => Enhancement.Contrast(image, contrast),
                2 when Saturation > 0 => Enhancement.Colour(image, saturation),
                3 when Hue > 0 => HueShift.Apply(image, turn),
                _ => image,
            };
        }
        return image;
    }

    private static double Factor(double range, ref SeededRandom random) => random.Uniform(Math.Max(0, 1 - range), 1 + range);
}
