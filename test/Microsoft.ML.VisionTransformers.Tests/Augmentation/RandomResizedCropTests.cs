using Microsoft.ML.VisionTransformers.Augmentation;
using Microsoft.ML.VisionTransformers.Images;

namespace Microsoft.ML.VisionTransformers.Tests.Augmentation;

public class RandomResizedCropTests
{
    [Fact]
    public void StaysWithinItsBounds()
    {
        var crop = new RandomResizedCrop(0.2, 1);
        double smallest = 1, largest = 0;
        for (int i = 0; i < 1000; i++)
        {
            var random = new SeededRandom(7, 0, i);
            var region = crop.Choose(120, 90, ref random);
            Assert.True(region.IsWithin(new ImageRegion(0, 0, 120, 90)));
            Assert.InRange((double)region.Width / region.Height, 0.73, 1.37);
            double share = region.Width * region.Height / (120.0 * 90);
            (smallest, largest) = (Math.Min(smallest, share), Math.Max(largest, share));
        }
        Assert.InRange(smallest, 0.19, 0.25);
        Assert.InRange(largest, 0.85, 1);
    }

    [Fact]
    public void FallsBackToTheLargestCentredCrop()
    {
        var random = new SeededRandom(1);
        Assert.Equal(new ImageRegion(493, 0, 13, 10), new RandomResizedCrop(1, 1).Choose(1000, 10, ref random));
        Assert.Equal(new ImageRegion(0, 493, 10, 13), new RandomResizedCrop(1, 1).Choose(10, 1000, ref random));
    }

    [Fact]
    public void DependsOnSeedEpochAndIndexOnly()
    {
        var crop = new RandomResizedCrop();
        var seen = new HashSet<ImageRegion>();
        foreach (var (seed, epoch, index) in new[] { (1, 0, 0), (2, 0, 0), (1, 1, 0), (1, 0, 1) })
        {
            SeededRandom a = new(seed, epoch, index), b = new(seed, epoch, index);
            var region = crop.Choose(500, 400, ref a);
            Assert.Equal(region, crop.Choose(500, 400, ref b));
            Assert.True(seen.Add(region));
        }
    }

    [Fact]
    public void ClippedCropsAreCutToTheImage()
    {
        var crop = new RandomResizedCrop(0.9, 1, Clipped: true);
        int cut = 0;
        for (int i = 0; i < 500; i++)
        {
            var random = new SeededRandom(7, 0, i);
            var region = crop.Choose(300, 60, ref random);
            Assert.True(region.IsWithin(new ImageRegion(0, 0, 300, 60)));
            cut += region.Height == 60 ? 1 : 0;
        }
        Assert.Equal(500, cut); // no allowed ratio fits so wide an image
    }
}
