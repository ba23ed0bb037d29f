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
}
