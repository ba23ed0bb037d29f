using Microsoft.ML.VisionTransformers.Images;

namespace Microsoft.ML.VisionTransformers.Augmentation.Policies;

/// <summary>An operation as a policy sees it: more or less of it.</summary>
/// <param name="Apply">Does it, to the given strength.</param>
/// <param name="Signed">Whether it goes in one direction or the other, by chance; the strength then comes with a sign.</param>
internal sealed record StrengthOperation(StrengthOperation.Application Apply, bool Signed = false)
{
    public delegate RgbImage Application(RgbImage image, double strength, Canvas canvas, ref SeededRandom random);

    /// <summary>To a strength, in a random direction where it has one.</summary>
    public RgbImage Run(RgbImage image, double strength, Canvas canvas, ref SeededRandom random)
    {
        if (Signed && random.Below(2) == 0)
            strength = -strength;
        return Apply(image, strength, canvas, ref random);
    }
}
