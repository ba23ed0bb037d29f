using Microsoft.ML.VisionTransformers.Augmentation;

namespace Microsoft.ML.VisionTransformers.Tests.Augmentation;

public class RandomErasingTests
{
    private const int Height = 40, Width = 60;

    [Fact]
    public void ErasesRectanglesOfTheAllowedAreaAsOftenAsItShould()
    {
        int erased = 0;
        for (int index = 0; index < 1000; index++)
        {
            var values = Erase(new RandomErasing(0.25, ErasingFill.Mean), index);
            var places = Enumerable.Range(0, Height * Width).Where(i => values[i] == 0).ToArray();
            if (places.Length == 0)
                continue;
            erased++;
            int left = places.Min(i => i % Width), right = places.Max(i => i % Width), top = places[0] / Width, bottom = places[^1] / Width;
            Assert.Equal((right - left + 1) * (bottom - top + 1), places.Length);
            Assert.InRange(places.Length / (double)(Height * Width), 0.015, 0.35);
            Assert.InRange((bottom - top + 1.0) / (right - left + 1), 0.25, 4);
            Assert.All(places, i => Assert.Equal((0f, 0f), (values[i + Height * Width], values[i + 2 * Height * Width])));
        }
        Assert.InRange(erased, 210, 290);
    }

    [Fact]
    public void FillsWithColourOrNoise()
    {
        var colour = Changed(Erase(new RandomErasing(1, ErasingFill.Colour), 1));
        Assert.Equal(3, colour.Distinct().Count());
        var noise = Enumerable.Range(0, 50).SelectMany(index => Changed(Erase(new RandomErasing(1), index))).ToArray();
        Assert.InRange(noise.Average(), -0.02, 0.02);
        Assert.InRange(noise.Average(value => value * value), 0.97, 1.03);
    }

    [Fact]
    public void SeveralRectanglesAreSmaller()
    {
        double Share(int count) => Enumerable.Range(0, 300).Average(index => Changed(Erase(new RandomErasing(1, ErasingFill.Mean, count), index)).Length) / (3.0 * Height * Width);
        Assert.InRange(Share(1), 0.15, 0.2);
        Assert.InRange(Share(4), 0.12, 0.2);
    }

    private static float[] Changed(float[] values) => [.. values.Where(value => value != 9)];

    private static float[] Erase(RandomErasing erasing, int index)
    {
        var values = Enumerable.Repeat(9f, 3 * Height * Width).ToArray();
        var random = new SeededRandom(6, 0, index);
        erasing.Apply(values, 3, Height, Width, ref random);
        return values;
    }
}
