using Microsoft.ML.VisionTransformers.Classification;

namespace Microsoft.ML.VisionTransformers.Tests.Classification;

public class ClassWeightsTests
{
    private static readonly string[] s_names = ["cat", "dog", "eel"];

    [Fact]
    public void BalancedClassesCountTheSameTogether()
    {
        // 12 images / (3 classes x 8, 3 and 1 of them)
        Assert.Equal([0.5f, 4 / 3f, 4f], ClassWeights.Balanced.Resolve(s_names, [8, 3, 1]));
    }

    [Fact]
    public void AClassWithoutImagesHasNoWeight() => Assert.Equal([1f, 0f, 1f], ClassWeights.Balanced.Resolve(s_names, [5, 0, 5]));

    [Fact]
    public void GivenWeightsKeepTheirRatiosAndComeToOneInTheMean()
    {
        var weights = ClassWeights.Of(new Dictionary<string, double> { ["dog"] = 3 }).Resolve(s_names, [6, 2, 2]);
        Assert.Equal([1 / 1.4f, 3 / 1.4f, 1 / 1.4f], weights);
    }

    [Fact]
    public void WhatFitsNoClassIsRefused()
    {
        var error = Assert.Throws<ArgumentException>(() => ClassWeights.Of(new Dictionary<string, double> { ["emu"] = 3 }).Resolve(s_names, [1, 1, 1]));
        Assert.Contains("'emu'", error.Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => ClassWeights.Of(new Dictionary<string, double> { ["dog"] = double.NaN }));
        Assert.Throws<ArgumentException>(() => ClassWeights.Of(new Dictionary<string, double> { ["dog"] = 0 }).Resolve(s_names, [0, 5, 0]));
    }

    [Fact]
    public void TheTextTellsThemApart()
    {
        Assert.Equal("balanced", ClassWeights.Balanced.ToString());
        Assert.Equal("cat: 2, dog: 0.5", ClassWeights.Of(new Dictionary<string, double> { ["dog"] = 0.5, ["cat"] = 2 }).ToString());
    }
}
