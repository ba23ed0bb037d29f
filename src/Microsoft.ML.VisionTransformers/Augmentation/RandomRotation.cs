using Microsoft.ML.VisionTransformers.Augmentation.Operations;
using Microsoft.ML.VisionTransformers.Images;

namespace Microsoft.ML.VisionTransformers.Augmentation;

/// <summary>Turns each image around its centre by an angle uniform between plus and minus a bound.</summary>
/// <param name="Degrees">The bound, 0 to 180.</param>
/// <param name="Canvas">What comes into the corners.</param>
internal sealed record RandomRotation(double Degrees, Canvas Canvas) : IImageStep
{
    public RgbImage Apply(RgbImage image, ref SeededRandom random)
    {
        double angle = random.Uniform(-Degrees, Degrees);
        return AffineTransform.Rotate(image, angle, Canvas.Choose(ref random), Canvas.Fill);
    }
}
