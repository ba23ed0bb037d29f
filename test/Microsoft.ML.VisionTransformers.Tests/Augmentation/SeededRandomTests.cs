using Microsoft.ML.VisionTransformers.Augmentation;

namespace Microsoft.ML.VisionTransformers.Tests.Augmentation;

public class SeededRandomTests
{
    [Fact]
    public void IsUniform()
    {
        var random = new SeededRandom(3);
        var counts = new int[10];
        double sum = 0;
        for (int i = 0; i < 100_000; i++)
        {
            counts[random.Below(10)]++;
            sum += random.NextDouble();
        }
        Assert.All(counts, c => Assert.InRange(c, 9_700, 10_300));
        Assert.InRange(sum / 100_000, 0.495, 0.505);
    }

    [Fact]
    public void ShufflesEveryIndexOnce()
    {
        int[] order = new SeededRandom(5, 2, -1).Permutation(1000);
        Assert.Equal(Enumerable.Range(0, 1000), order.Order());
        Assert.NotEqual(order, new SeededRandom(5, 3, -1).Permutation(1000));
        Assert.InRange(order.Take(500).Average(), 450, 550);
    }

    [Fact]
    public void IsNormal()
    {
        var random = new SeededRandom(6);
        var draws = Enumerable.Range(0, 100_000).Select(_ => random.NextGaussian()).ToArray();
        Assert.InRange(draws.Average(), -0.012, 0.012);
        Assert.InRange(draws.Average(draw => draw * draw), 0.98, 1.02);
        Assert.InRange(draws.Count(draw => Math.Abs(draw) > 2) / 100_000.0, 0.0455 * 0.94, 0.0455 * 1.06);
    }

    [Fact]
    public void ChoosesByWeight()
    {
        var random = new SeededRandom(8);
        var counts = new int[4];
        for (int i = 0; i < 100_000; i++)
            counts[random.Choice([0.5, 0, 1.5, 2])]++;
        Assert.Equal(0, counts[1]);
        Assert.InRange(counts[0], 12_100, 12_900);
        Assert.InRange(counts[2], 37_000, 38_000);
    }
}
