using Microsoft.ML.VisionTransformers.Augmentation;

namespace Microsoft.ML.VisionTransformers.Tests.Augmentation;

public class BetaDistributionTests
{
    [Theory]
    [InlineData(0.02)]
    [InlineData(0.2)]
    [InlineData(0.8)]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(300)]
    public void HasItsMeanAndVariance(double alpha)
    {
        var random = new SeededRandom(12);
        var draws = Enumerable.Range(0, 100_000).Select(_ => BetaDistribution.Draw(alpha, ref random)).ToArray();
        Assert.All(draws, draw => Assert.InRange(draw, 0, 1));
        double variance = 1 / (4 * (2 * alpha + 1)), mean = draws.Average();
        Assert.InRange(mean, 0.5 - 4 * Math.Sqrt(variance / draws.Length), 0.5 + 4 * Math.Sqrt(variance / draws.Length));
        Assert.InRange(draws.Average(draw => (draw - mean) * (draw - mean)), variance * 0.98, variance * 1.02);
    }

    [Fact]
    public void IsUniformAtOne()
    {
        var random = new SeededRandom(13);
        var counts = new int[10];
        for (int i = 0; i < 100_000; i++)
            counts[(int)(BetaDistribution.Draw(1, ref random) * 10)]++;
        Assert.All(counts, count => Assert.InRange(count, 9_600, 10_400));
    }
}
