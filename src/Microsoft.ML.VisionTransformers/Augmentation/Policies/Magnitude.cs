namespace Microsoft.ML.VisionTransformers.Augmentation.Policies;

/// <summary>How much of each operation a policy does.</summary>
/// <param name="Deviation">Standard deviation of the level around what the policy says; infinite: anything from 0 to that, alike.</param>
/// <param name="Limit">The highest level.</param>
internal sealed record Magnitude(double Deviation = 0, double Limit = Magnitude.FullLevel)
{
    /// <summary>The level that is strength 1.</summary>
    public const double FullLevel = 10;

    /// <summary>A strength: 1 at level 10.</summary>
    public double Draw(double level, ref SeededRandom random)
    {
        if (double.IsPositiveInfinity(Deviation))
            level = random.Uniform(0, level);
        else if (Deviation > 0)
            level += Deviation * random.NextGaussian();
        return Math.Clamp(level, 0, Limit) / FullLevel;
    }
}
