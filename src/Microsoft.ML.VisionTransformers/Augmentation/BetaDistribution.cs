namespace Microsoft.ML.VisionTransformers.Augmentation;

/// <summary>Numbers between 0 and 1 from the beta distribution with both its parameters the same: those of mixup and cutmix.</summary>
internal static class BetaDistribution
{
    /// <param name="alpha">Above 0. Small ones give numbers near 0 and 1, 1 all alike, large ones near a half.</param>
    /// <param name="random">Where the numbers come from.</param>
    public static double Draw(double alpha, ref SeededRandom random)
    {
        // The share of one of two gamma variates in their sum; in logarithms, since those of small shapes are too small for a double.
        double first = LogGamma(alpha, ref random), second = LogGamma(alpha, ref random);
        return 1 / (1 + Math.Exp(second - first));
    }

    /// <summary>The logarithm of a gamma variate (Marsaglia and Tsang, 2000).</summary>
    private static double LogGamma(double shape, ref SeededRandom random)
    {
        if (shape < 1)
            return LogGamma(shape + 1, ref random) + Math.Log(1 - random.NextDouble()) / shape;
        double d = shape - 1.0 / 3, c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            double normal = random.NextGaussian(), root = 1 + c * normal;
            if (root <= 0)
                continue;
            double cube = root * root * root;
            if (Math.Log(1 - random.NextDouble()) < 0.5 * normal * normal + d - d * cube + d * Math.Log(cube))
                return Math.Log(d * cube);
        }
    }
}
