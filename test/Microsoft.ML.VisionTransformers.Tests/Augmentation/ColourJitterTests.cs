using Microsoft.ML.VisionTransformers.Augmentation;
using Microsoft.ML.VisionTransformers.Augmentation.Operations;
using Microsoft.ML.VisionTransformers.Images;

namespace Microsoft.ML.VisionTransformers.Tests.Augmentation;

public class ColourJitterTests
{
    private static readonly RgbImage s_photo = ImageDecoder.Decode(Repository.Asset("Augmentation", "photo.png"));

    [Fact]
    public void NothingIsNothing()
    {
        var random = new SeededRandom(1);
        Assert.Same(s_photo, new ColourJitter(0, 0, 0, 0).Apply(s_photo, ref random));
    }

    [Fact]
    public void BrightnessIsUniformAroundOne()
    {
        var grey = new RgbImage(1, 1, [100, 100, 100]);
        var levels = Enumerable.Range(0, 5000).Select(index =>
        {
            var random = new SeededRandom(2, 0, index);
            return (double)new ColourJitter(0.4, 0, 0, 0).Apply(grey, ref random).Pixels[0];
        }).ToArray();
        Assert.Equal((60, 139), (levels.Min(), levels.Max()));
        Assert.InRange(levels.Average(), 98.5, 100.5);
    }

    [Fact]
    public void TheOrderIsRandom()
    {
        // Contrast of a single pixel is nothing, so two operations whose order shows: brightness and saturation of a saturated colour.
        var jitter = new ColourJitter(0.5, 0, 0.5, 0);
        int first = 0;
        for (int index = 0; index < 200; index++)
        {
            SeededRandom random = new(3, 0, index), same = new(3, 0, index);
            var image = jitter.Apply(s_photo, ref random);
            same.Permutation(4);
            double brightness = same.Uniform(0.5, 1.5);
            same.NextDouble();
            double saturation = same.Uniform(0.5, 1.5);
            var brightnessFirst = Enhancement.Colour(Enhancement.Brightness(s_photo, brightness), saturation).Pixels;
            var saturationFirst = Enhancement.Brightness(Enhancement.Colour(s_photo, saturation), brightness).Pixels;
            Assert.True(image.Pixels.AsSpan().SequenceEqual(brightnessFirst) || image.Pixels.AsSpan().SequenceEqual(saturationFirst));
            first += image.Pixels.AsSpan().SequenceEqual(brightnessFirst) ? 1 : 0;
        }
        Assert.InRange(first, 70, 130);
    }
}
