using Microsoft.ML.VisionTransformers.Augmentation.Operations;
using Microsoft.ML.VisionTransformers.Images;

namespace Microsoft.ML.VisionTransformers.Augmentation;

/// <summary>Takes some images' colours away.</summary>
/// <param name="Probability">Share of the images.</param>
internal sealed record RandomGrey(double Probability) : IImageStep
{
    public RgbImage Apply(RgbImage image, ref SeededRandom random) => random.NextDouble() < Probability ? Enhancement.Grey(image) : image;
}
