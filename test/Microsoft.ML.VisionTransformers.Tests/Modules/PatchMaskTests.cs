using Microsoft.ML.VisionTransformers.Modules;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Tests.Modules;

public class PatchMaskTests
{
    [Fact]
    public void TheLeastNoiseIsKept()
    {
        using var scope = NewDisposeScope();
        var noise = tensor(new[] { 0.9f, 0.1f, 0.5f, 0.3f }).reshape(1, 4);
        var mask = PatchMask.FromNoise(noise, 0.5);
        Assert.Equal([1, 3], mask.Keep.data<long>().ToArray());
        Assert.Equal([3, 0, 2, 1], mask.Restore.data<long>().ToArray());
        Assert.Equal([1f, 0f, 1f, 0f], mask.Hidden.data<float>().ToArray());
    }

    [Fact]
    public void SeenTokensAreThoseThatAreKept()
    {
        using var scope = NewDisposeScope();
        var mask = PatchMask.FromNoise(tensor(new[] { 0.9f, 0.1f, 0.5f, 0.3f }).reshape(1, 4), 0.5);
        var tokens = arange(8, float32).reshape(1, 4, 2);
        Assert.Equal([2f, 3f, 6f, 7f], mask.Seen(tokens).data<float>().ToArray());
    }

    [Fact]
    public void ComplementaryMasksBeginOneAfterTheOther()
        => Assert.Equal([0, 4, 8, 12], PatchMask.Complementary(rand(1, 16), 4).Select(mask => mask.First));

    [Fact]
    public void KeptPatchesAreRoundedDown() => Assert.Equal(2, PatchMask.FromNoise(rand(1, 9), 0.75).Keep.shape[1]);

    [Fact]
    public void ComplementaryMasksSeeEachPatchOnce()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(3);
        var masks = PatchMask.Complementary(rand(2, 16, generator: generator), 4);
        var seen = cat([.. masks.Select(mask => mask.Keep)], 1).sort(1).Values;
        Assert.True(seen.eq(arange(16, int64)).all().item<bool>());
        Assert.All(masks, mask => Assert.Equal(12f, mask.Hidden[0].sum().item<float>()));
        Assert.True(masks.Select(mask => 1 - mask.Hidden).Aggregate((a, b) => a + b).eq(1).all().item<bool>());
        Assert.All(masks, mask => Assert.True(mask.Hidden.gather(1, mask.Keep).eq(0).all().item<bool>()));
    }

    [Fact]
    public void WhatLeavesNothingToSeeIsRefused()
    {
        using var noise = rand(1, 4);
        Assert.Throws<ArgumentOutOfRangeException>(() => PatchMask.FromNoise(noise, 0.9));
        Assert.Contains("4 patches", Assert.Throws<ArgumentException>(() => PatchMask.Complementary(noise, 3)).Message);
    }
}
