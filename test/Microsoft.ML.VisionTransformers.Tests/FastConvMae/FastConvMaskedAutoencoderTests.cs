using Microsoft.ML.VisionTransformers.ConvMae;
using Microsoft.ML.VisionTransformers.FastConvMae;
using Microsoft.ML.VisionTransformers.Modules;
using Microsoft.ML.VisionTransformers.Objectives;
using Microsoft.ML.VisionTransformers.Tests.ConvMae;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Tests.FastConvMae;

public class FastConvMaskedAutoencoderTests
{
    [Fact]
    public void EachMaskGivesWhatConvMaeGivesWithItAlone()
    {
        using var scope = NewDisposeScope();
        var fast = Create();
        var slow = new ConvMaskedAutoencoder(TinyConvMae.Pretraining, seed: 1);
        slow.load_state_dict(fast.state_dict());
        slow.eval();
        var images = randn(3, 3, 64, 64);
        var masks = fast.Masks(rand(3, 16));
        Assert.Equal(4, masks.Count);
        var together = fast.call(images, masks);                                                  // [4*3, 16, 768]
        Assert.Equal([12L, 16, 768], together.shape);
        for (var mask = 0; mask < 4; mask++)
        {
            var alone = slow.call(images, [masks[mask]]);
            Assert.True(TinyConvMae.Largest(together.narrow(0, 3 * mask, 3) - alone) < 1e-5f);
        }
    }

    [Fact]
    public void EachPatchIsSeenOnce()
    {
        using var scope = NewDisposeScope();
        var masks = Create().Masks(rand(2, 16));
        var hidden = stack([.. masks.Select(mask => mask.Hidden)], 0);                            // [4, B, N]
        Assert.Equal(0, TinyConvMae.Largest(hidden.sum([0L]) - 3));
        Assert.All(masks, mask => Assert.Equal([2L, 4], mask.Keep.shape));
    }

    [Fact]
    public void WhatAMaskHidesChangesNothingOfItsPrediction()
    {
        using var scope = NewDisposeScope();
        var network = Create();
        var images = randn(2, 3, 64, 64);
        var masks = network.Masks(rand(2, 16));
        var before = network.call(images, masks);
        for (var mask = 0; mask < 4; mask++)
        {
            var hidden = masks[mask].Hidden.view(2, 1, 4, 4).repeat_interleave(16, 2).repeat_interleave(16, 3);
            var after = network.call(images + hidden * randn_like(images), masks);
            Assert.True(TinyConvMae.Largest((before - after).narrow(0, 2 * mask, 2)) < 1e-6f);
            Assert.True(TinyConvMae.Largest((before - after).narrow(0, 2 * ((mask + 1) % 4), 2)) > 1e-3f);
        }
    }

    [Fact]
    public void TheLossIsThatOfAllMasks()
    {
        using var scope = NewDisposeScope();
        var network = Create();
        var images = randn(2, 3, 64, 64);
        var masks = network.Masks(rand(2, 16));
        var objective = new MaskedPixelObjective(network, new SeededUniforms(1));
        var alone = masks.Select(mask => objective.Reconstruct(images, [mask]).Loss.item<float>()).Average();
        Assert.Equal(alone, objective.Reconstruct(images, masks).Loss.item<float>(), 1e-4f);
    }

    [Fact]
    public void EveryTrainedParameterGetsAGradient()
    {
        using var scope = NewDisposeScope();
        var network = Create();
        var prediction = network.call(randn(2, 3, 64, 64), network.Masks(rand(2, 16)));
        (prediction * randn_like(prediction)).sum().backward();
        Assert.All(network.named_parameters(), pair => Assert.Equal(pair.parameter.requires_grad, pair.parameter.grad is not null));
    }

    private static FastConvMaskedAutoencoder Create()
    {
        var network = new FastConvMaskedAutoencoder(TinyConvMae.Fast, seed: 1);
        TinyConvMae.Randomize(network);
        network.eval();
        return network;
    }
}
