using Microsoft.ML.VisionTransformers.Augmentation.Policies;

namespace Microsoft.ML.VisionTransformers.Tests.Augmentation.Policies;

public class RandAugmentSettingsTests
{
    [Fact]
    public void ReadsTheStringOfTheRecipes()
    {
        var settings = RandAugmentSettings.Parse("rand-m9-mstd0.5-inc1");
        Assert.Equal((9, 2, 0.5), (settings.Level, settings.Layers, settings.Probability));
        Assert.Equal(new Magnitude(0.5, 10), settings.Magnitude);
        Assert.Equal(RandAugmentSets.Increasing, settings.Operations);
        Assert.Null(settings.Weights);
    }

    [Fact]
    public void HasTimmsDefaults()
    {
        var settings = RandAugmentSettings.Parse("rand");
        Assert.Equal((10, 2, 0.5), (settings.Level, settings.Layers, settings.Probability));
        Assert.Equal(new Magnitude(0, 10), settings.Magnitude);
        Assert.Equal(RandAugmentSets.Original, settings.Operations);
        Assert.Equal(15, settings.Operations.Count);
    }

    [Fact]
    public void ReadsEverySection()
    {
        var settings = RandAugmentSettings.Parse("rand-inc1-p0.75-n3-mmax20-mstd101-m15");
        Assert.Equal((15, 3, 0.75), (settings.Level, settings.Layers, settings.Probability));
        Assert.Equal(new Magnitude(double.PositiveInfinity, 20), settings.Magnitude);
        Assert.Equal(RandAugmentSets.Original, RandAugmentSettings.Parse("rand-inc0").Operations);
    }

    [Fact]
    public void ReadsTheSets()
    {
        var old = RandAugmentSettings.Parse("rand-w0");
        Assert.Equal(("Rotate", 0.3), (old.Operations[3], old.Weights![3]));
        Assert.Equal(1, old.Weights.Sum(), 9);
        var weighted = RandAugmentSettings.Parse("rand-tweights");
        Assert.Equal(("Rotate", 3.0, 15), (weighted.Operations[0], weighted.Weights![0], weighted.Weights.Count));
        Assert.Equal(["SolarizeIncreasing", "Desaturate", "GaussianBlur"], RandAugmentSettings.Parse("rand-t3a").Operations);
        Assert.Equal(14, RandAugmentSettings.Parse("rand-t3aw").Weights!.Count);
    }

    [Theory]
    [InlineData("random-m9", "random")]
    [InlineData("", "")]
    [InlineData("rand-x3", "x3")]
    [InlineData("rand-m", "m")]
    [InlineData("rand-m-9", "m")]
    [InlineData("rand-n0", "n0")]
    [InlineData("rand-n1.5", "n1.5")]
    [InlineData("rand-p2", "p2")]
    [InlineData("rand-mmax0", "mmax0")]
    [InlineData("rand-inc2", "inc2")]
    [InlineData("rand-w1", "w1")]
    [InlineData("rand-tother", "tother")]
    [InlineData("rand-m9e3", "m9e3")]
    public void RefusesTheRestAndSaysWhat(string text, string section)
    {
        var error = Assert.Throws<FormatException>(() => RandAugmentSettings.Parse(text));
        Assert.Contains($"'{section}' is not understood", error.Message);
        Assert.Contains("rand-m9-mstd0.5-inc1", error.Message);
    }

    [Fact]
    public void RefusesMoreOperationsThanThereAre() =>
        Assert.Contains("there are 13", Assert.Throws<FormatException>(() => RandAugmentSettings.Parse("rand-w0-n14")).Message);
}
