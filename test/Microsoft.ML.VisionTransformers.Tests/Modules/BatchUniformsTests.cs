using Microsoft.ML.VisionTransformers.Modules;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Tests.Modules;

public sealed class BatchUniformsTests
{
    [Fact]
    public void WhatElseTheProcessDrawsChangesNothing()
    {
        using var scope = NewDisposeScope();
        using BatchUniforms alone = new(), disturbed = new();
        alone.Seed(7);
        disturbed.Seed(7);
        var first = alone.Next(5, zeros(1)).data<float>().ToArray();
        manual_seed(1);
        Assert.Equal(first, disturbed.Next(5, zeros(1)).data<float>().ToArray());
        rand(3);
        var second = alone.Next(5, zeros(1)).data<float>().ToArray();
        Assert.Equal(second, disturbed.Next(5, zeros(1)).data<float>().ToArray());
        Assert.NotEqual(first, second);
        alone.Seed(7);
        Assert.Equal(first, alone.Next(5, zeros(1)).data<float>().ToArray());
    }
}
