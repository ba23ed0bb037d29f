using Microsoft.ML.VisionTransformers.ConvMae;
using Microsoft.ML.VisionTransformers.Modules;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Tests.ConvMae;

public class ConvMaskedAutoencoderTests
{
    [Fact]
    public void CountedParametersAreThoseOfTheNetwork()
    {
        var configuration = TinyConvMae.Pretraining;
        using var network = new ConvMaskedAutoencoder(configuration, seed: 1);
        Assert.Equal(configuration.CountParameters(), network.parameters().Sum(parameter => parameter.numel()));
        Assert.Equal(configuration.CountTrainableParameters(), network.parameters().Where(parameter => parameter.requires_grad).Sum(parameter => parameter.numel()));
        Assert.Equal(configuration.CountEncoderParameters(), network.named_parameters()
            .Where(pair => !pair.name.StartsWith("decoder_", StringComparison.Ordinal) && pair.name != "mask_token").Sum(pair => pair.parameter.numel()));
    }

    [Fact]
    public void WhatIsHiddenChangesNothingOfThePrediction()
    {
        using var scope = NewDisposeScope();
        var network = Create();
        var masks = network.Masks(rand(2, 16));
        var images = randn(2, 3, 64, 64);
        var hidden = masks[0].Hidden.view(2, 1, 4, 4).repeat_interleave(16, 2).repeat_interleave(16, 3);    // [B, 1, H, W]
        var others = images * (1 - hidden) + randn_like(images) * 5 * hidden;
        Assert.Equal(0, TinyConvMae.Largest(network.forward_encoder(images, masks) - network.forward_encoder(others, masks)));
        Assert.Equal(0, TinyConvMae.Largest(network.call(images, masks) - network.call(others, masks)));
        // Of what is seen, every patch matters.
        Assert.True(TinyConvMae.Largest(network.call(images, masks) - network.call(images + 0.1 * (1 - hidden), masks)) > 1e-3f);
    }

    [Fact]
    public void PredictsTheValuesOfAllPatches()
    {
        using var scope = NewDisposeScope();
        var network = Create();
        var masks = network.Masks(rand(2, 16));
        Assert.Single(masks);
        var images = randn(2, 3, 64, 64);
        Assert.Equal([2L, 4, 24], network.forward_encoder(images, masks).shape);
        Assert.Equal([2L, 16, 16 * 16 * 3], network.call(images, masks).shape);
    }

    [Fact]
    public void FeaturesNeedNoMaskAndNoFusion()
    {
        using var scope = NewDisposeScope();
        var network = Create();
        var images = randn(2, 3, 64, 64);
        var features = network.forward_features(images);
        Assert.Equal([2L, 16, 24], features.shape);
        using (no_grad())
            network.state_dict()["stage1_output_decode.bias"].add_(1);
        Assert.Equal(0, TinyConvMae.Largest(features - network.forward_features(images)));
    }

    [Fact]
    public void EveryTrainedParameterGetsAGradient()
    {
        using var scope = NewDisposeScope();
        var network = Create();
        var prediction = network.call(randn(2, 3, 64, 64), network.Masks(rand(2, 16)));
        (prediction * randn_like(prediction)).sum().backward();
        Assert.All(network.named_parameters(), pair => Assert.Equal(pair.parameter.requires_grad, pair.parameter.grad is not null));
        Assert.Equal(["decoder_pos_embed", "pos_embed"], network.named_parameters().Where(pair => !pair.parameter.requires_grad).Select(pair => pair.name).Order());
    }

    [Fact]
    public void AFreshNetworkStartsAsTheAuthors()
    {
        using var network = new ConvMaskedAutoencoder(TinyConvMae.Pretraining, seed: 1);
        var state = network.state_dict();
        // Xavier for the convolution that hands patches to the transformer, PyTorch's own for the others.
        Assert.InRange(state["patch_embed3.proj.weight"].abs().max().item<float>(), 0.25f, MathF.Sqrt(6f / (24 + 48)));
        Assert.InRange(state["patch_embed2.proj.weight"].abs().max().item<float>(), 0.15f, 1 / MathF.Sqrt(32));
        Assert.InRange(state["stage2_output_decode.weight"].abs().max().item<float>(), 0.12f, 1 / MathF.Sqrt(48));
        Assert.InRange(state["blocks1.0.attn.bias"].abs().max().item<float>(), 0.05f, 0.2f);
        Assert.Equal(0.02f, state["mask_token"].std().item<float>(), 0.01f);
        Assert.Equal(0, TinyConvMae.Largest(state["pos_embed"] - PositionEmbedding.SinCos(24, new PatchGrid(4, 4), 0)));
    }

    [Fact]
    public void AnotherSizeIsRefused()
    {
        using var scope = NewDisposeScope();
        var network = Create();
        Assert.Contains("96x64", Assert.Throws<ArgumentException>(() => network.forward_features(randn(1, 3, 96, 64))).Message);
    }

    private static ConvMaskedAutoencoder Create()
    {
        var network = new ConvMaskedAutoencoder(TinyConvMae.Pretraining, seed: 1);
        TinyConvMae.Randomize(network);
        network.eval();
        return network;
    }
}
