using Microsoft.ML.VisionTransformers.Architectures;
using Microsoft.ML.VisionTransformers.Modules;
using Microsoft.ML.VisionTransformers.ViT;
using Microsoft.ML.VisionTransformers.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Tests.Modules;

public class DeferredInitializationTests
{
    private static readonly ViTConfiguration s_tiny = new()
    {
        ImageHeight = 16, ImageWidth = 16, PatchSize = 4, Dim = 64, Depth = 2, Heads = 2, MlpRatio = 2, NumClasses = 5, RegisterTokens = 2,
    };

    [Fact]
    public void WhatTheCheckpointBringsIsTheCheckpoints()
    {
        using var scope = NewDisposeScope();
        using var source = NetworkFactory.Create(s_tiny, seed: 1);
        using var target = Create(source, s_tiny, seed: 2, out var report);
        Assert.Empty(report.Fresh);
        foreach (var (name, weight) in source.state_dict())
            Assert.True(weight.eq(target.state_dict()[name]).all().item<bool>(), name);
    }

    [Fact]
    public void WhatItLacksIsDrawnTheSameForTheSameSeed()
    {
        using var scope = NewDisposeScope();
        using var source = NetworkFactory.Create(s_tiny, seed: 1);
        var wanted = s_tiny with { NumClasses = 400 };
        using var first = Create(source, wanted, seed: 2, out _);
        using var again = Create(source, wanted, seed: 2, out _);
        using var other = Create(source, wanted, seed: 3, out _);

        var head = first.state_dict()["head.weight"];
        Assert.True(head.eq(again.state_dict()["head.weight"]).all().item<bool>());
        Assert.False(head.eq(other.state_dict()["head.weight"]).any().item<bool>());
        // 25,600 numbers of the head's own width, 2e-5: their deviation is known to 0.5 %.
        Assert.Equal(2e-5, head.std().item<float>(), 4e-7);
        Assert.Equal(0f, first.state_dict()["head.bias"].abs().max().item<float>());
    }

    [Fact]
    public void ALayerThatNobodyElseSetsHasTorchsFirstValues()
    {
        using var scope = NewDisposeScope();
        TorchSharp.Modules.Linear layer;
        using var deferred = DeferredInitialization.Begin();
        layer = Initialization.Linear(100, 300);
        deferred.Dispose();
        Assert.Equal([300, 100], layer.weight!.shape);
        deferred.Draw("weight", layer.weight, 1);
        deferred.Draw("bias", layer.bias!, 1);
        // Uniform between -0.1 and 0.1: a deviation of 0.1 / sqrt 3.
        Assert.InRange(layer.weight.abs().max().item<float>(), 0.0999f, 0.1f);
        Assert.Equal(0.1 / Math.Sqrt(3), layer.weight.std().item<float>(), 1e-3);
        Assert.InRange(layer.bias!.abs().max().item<float>(), 0.09f, 0.1f);
        Assert.Equal([2, 300], layer.call(zeros(2, 100)).shape);
    }

    [Fact]
    public void NetworksAreDrawnAtOnceAgainAfterwards()
    {
        using var scope = NewDisposeScope();
        using var before = NetworkFactory.Create(s_tiny, seed: 4);
        using (DeferredInitialization.Begin())
        {
            using var unset = NetworkFactory.Create(s_tiny, seed: 4);
            Assert.Throws<InvalidOperationException>(DeferredInitialization.Begin);
        }
        using var after = NetworkFactory.Create(s_tiny, seed: 4);
        Assert.True(before.state_dict()["blocks.0.mlp.fc1.weight"].eq(after.state_dict()["blocks.0.mlp.fc1.weight"]).all().item<bool>());
    }

    private static VisionNetwork Create(VisionNetwork source, ViTConfiguration configuration, long seed, out CheckpointReport report)
        => CheckpointLoader.Create(Checkpoint.Of(source.state_dict()), configuration, seed, () => NetworkFactory.Create(configuration, seed), out report);
}
