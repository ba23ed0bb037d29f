using Microsoft.ML.VisionTransformers.Augmentation.Operations;
using Microsoft.ML.VisionTransformers.Images;

namespace Microsoft.ML.VisionTransformers.Augmentation;

/// <summary>Blurs some images, with a deviation uniform between two bounds (Chen et al., SimCLR, 2020).</summary>
/// <param name="Probability">Share of the images.</param>
/// <param name="MinDeviation">Least standard deviation of the Gaussian in pixels.</param>
/// <param name="MaxDeviation">Most of it.</param>
internal sealed record RandomBlur(double Probability, double MinDeviation = 0.1, double MaxDeviation = 2) : IImageStep
{
    public RgbImage Apply(RgbImage image, ref SeededRandom random) =>
        random.NextDouble() < Probability ? GaussianBlur.Apply(image, random.Uniform(MinDeviation, MaxDeviation)) : image;
}
