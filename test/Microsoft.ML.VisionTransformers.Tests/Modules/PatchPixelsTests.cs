using Microsoft.ML.VisionTransformers.Modules;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Tests.Modules;

public class PatchPixelsTests
{
    [Fact]
    public void ColoursAreFastestWithinAPatch()
    {
        using var scope = NewDisposeScope();
        var image = arange(2 * 2 * 4, float32).reshape(1, 2, 2, 4); // two colours, two patches of 2x2
        var patches = PatchPixels.Patchify(image, 2);
        Assert.Equal([1, 2, 8], patches.shape);
        Assert.Equal([0, 8, 1, 9, 4, 12, 5, 13], patches[0, 0].data<float>().ToArray());
        Assert.Equal([2, 10, 3, 11, 6, 14, 7, 15], patches[0, 1].data<float>().ToArray());
    }

    [Fact]
    public void PicturesComeBack()
    {
        using var scope = NewDisposeScope();
        var images = randn(2, 3, 8, 12);
        Assert.True(PatchPixels.Unpatchify(PatchPixels.Patchify(images, 4), new PatchGrid(2, 3), 4).eq(images).all().item<bool>());
    }

    [Fact]
    public void WhatDoesNotDivideIsRefused()
    {
        using var images = zeros(1, 3, 10, 8);
        Assert.Contains("4x4", Assert.Throws<ArgumentException>(() => PatchPixels.Patchify(images, 4)).Message);
        using var patches = zeros(1, 5, 48);
        Assert.Contains("2x3", Assert.Throws<ArgumentException>(() => PatchPixels.Unpatchify(patches, new PatchGrid(2, 3), 4)).Message);
    }
}
