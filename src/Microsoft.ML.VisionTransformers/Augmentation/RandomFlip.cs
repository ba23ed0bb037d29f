using Microsoft.ML.VisionTransformers.Augmentation.Operations;
using Microsoft.ML.VisionTransformers.Images;

namespace Microsoft.ML.VisionTransformers.Augmentation;

/// <summary>Mirrors half of the images.</summary>
/// <param name="Vertical">Whether top and bottom change places, rather than left and right.</param>
internal sealed record RandomFlip(bool Vertical) : IImageStep
{
    public RgbImage Apply(RgbImage image, ref SeededRandom random)
    {
        if (random.NextDouble() >= 0.5)
            return image;
        return Vertical ? Flips.Vertical(image) : Flips.Horizontal(image);
    }
}
