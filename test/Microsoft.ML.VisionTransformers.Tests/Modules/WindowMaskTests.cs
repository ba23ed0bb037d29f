using Microsoft.ML.VisionTransformers.Modules;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Tests.Modules;

public class WindowMaskTests
{
    [Fact]
    public void NeighboursSeeEachOtherAndNobodyElse()
    {
        using var scope = NewDisposeScope();
        var mask = WindowMask.Create(new WindowPlan(new(4, 4), new(2, 2), new(1, 1)));
        Assert.Equal([4L, 4, 4], mask.shape);
        Assert.Equal(0, mask[0].abs().max().item<float>());
        // The window at the right: its right column came round from the left edge.
        Assert.Equal([0f, -100, 0, -100], mask[1][0].data<float>().ToArray());
        Assert.Equal([0f, 0, -100, -100], mask[2][0].data<float>().ToArray());
        Assert.Equal([0f, -100, -100, -100], mask[3][0].data<float>().ToArray());
    }

    [Fact]
    public void WhatDoesNotShiftAlongASideIsOneRegionThere()
    {
        using var scope = NewDisposeScope();
        var mask = WindowMask.Create(new WindowPlan(new(4, 2), new(2, 2), new(1, 0)) { Penalty = -200 });
        Assert.Equal([0f, 0, -200, -200], mask[1][0].data<float>().ToArray());
    }

    [Fact]
    public void TheMaskOfASmallerMapIsRepeated()
    {
        using var scope = NewDisposeScope();
        var plan = new WindowPlan(new(4, 3), new(2, 2), new(1, 0)) { MaskedMap = new(4, 2) };
        var mask = WindowMask.Create(plan);
        Assert.Equal(4, mask.shape[0]);
        Assert.Equal(mask[0].data<float>().ToArray(), mask[2].data<float>().ToArray());
        Assert.Equal(mask[1].data<float>().ToArray(), mask[3].data<float>().ToArray());
        Assert.Equal(-100, mask[1].min().item<float>());
    }
}
