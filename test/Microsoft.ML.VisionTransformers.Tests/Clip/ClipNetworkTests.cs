using Microsoft.ML.VisionTransformers.Architectures;
using Microsoft.ML.VisionTransformers.Clip;
using Microsoft.ML.VisionTransformers.Modules;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Tests.Clip;

public class ClipNetworkTests
{
    [Fact]
    public void KeysAreOpenAis()
    {
        using var network = TinyClip.Network();
        var state = network.state_dict();
        foreach (var (key, shape) in new (string, long[])[]
        {
            ("positional_embedding", [8, 16]), ("text_projection", [16, 12]), ("logit_scale", []), ("token_embedding.weight", [40, 16]),
            ("transformer.resblocks.1.attn.in_proj_weight", [48, 16]), ("transformer.resblocks.0.mlp.c_fc.weight", [64, 16]), ("ln_final.bias", [16]),
            ("visual.class_embedding", [24]), ("visual.positional_embedding", [17, 24]), ("visual.proj", [24, 12]), ("visual.conv1.weight", [24, 3, 4, 4]),
            ("visual.ln_pre.weight", [24]), ("visual.transformer.resblocks.1.attn.out_proj.bias", [24]), ("visual.transformer.resblocks.0.ln_2.weight", [24]),
        })
        {
            Assert.Equal(shape, state[key].shape);
        }
        Assert.Equal(3 + 1 + 2 + 24 + 3 + 1 + 4 + 24, state.Count);
    }

    [Fact]
    public void LogitsAreScaledCosines()
    {
        using var scope = NewDisposeScope();
        using var network = TinyClip.Network();
        var images = randn(3, 3, 16, 16);
        var (perImage, perText) = network.call(images, TinyClip.Texts());
        Assert.Equal([3L, 2], perImage.shape);
        Assert.True(perText.t().eq(perImage).all().item<bool>());
        var (image, text) = (network.encode_image(images)[1], network.encode_text(TinyClip.Texts())[0]);
        var cosine = (image * text).sum() / (image.norm() * text.norm());
        Assert.Equal((cosine / 0.07).item<float>(), perImage[1, 0].item<float>(), 1e-4f);
    }

    [Fact]
    public void WhatFollowsTheEndOfATextHasNoInfluence()
    {
        using var scope = NewDisposeScope();
        using var network = TinyClip.Network();
        var texts = TinyClip.Texts();
        var padded = texts.clone();
        padded[.., 6..] = tensor(39L);
        var (vectors, others) = (network.encode_text(texts), network.encode_text(padded));
        Assert.True(vectors.allclose(others, 1e-5, 1e-6));
        // Padding with the end, as HuggingFace does, and cutting the padding off are the same thing.
        Assert.True(vectors[0].allclose(network.encode_text(texts.narrow(0, 0, 1).narrow(1, 0, 4))[0], 1e-5, 1e-6));
        Assert.False(vectors[0].allclose(network.encode_text(tensor(new long[] { 38, 7, 5, 39 }, [1, 4]))[0], 1e-3, 1e-3));
    }

    [Fact]
    public void TheTokensOfATextSeeOnlyThoseBefore()
    {
        using var scope = NewDisposeScope();
        using var network = TinyClip.Network();
        var texts = TinyClip.Texts();
        var changed = texts.clone();
        changed[0, 2] = tensor(11L);
        var (before, after) = (network.forward_text(texts), network.forward_text(changed));
        Assert.True(before[0, ..2].allclose(after[0, ..2], 1e-5, 1e-6));
        Assert.False(before[0, 3].allclose(after[0, 3], 1e-3, 1e-3));
    }

    [Fact]
    public void TheEndIsTheLargestTokenOrTheFirstOfItsNumber()
    {
        using var scope = NewDisposeScope();
        using var largest = TinyClip.Network();
        using var numbered = TinyClip.Network(TinyClip.Configuration with { EndToken = 7 });
        // At token 7, third of the first text; the second text has none and is taken at its start.
        var expected = largest.forward_text(TinyClip.Texts());
        var found = numbered.forward_text_features(TinyClip.Texts());
        Assert.True(found[0].allclose(expected[0, 2], 1e-5, 1e-6));
        Assert.True(found[1].allclose(expected[1, 0], 1e-5, 1e-6));
        Assert.True(largest.forward_text_features(TinyClip.Texts())[1].allclose(expected[1, 5], 1e-5, 1e-6));
    }

    [Fact]
    public void ActivationsDiffer()
    {
        using var scope = NewDisposeScope();
        using var quick = TinyClip.Network();
        using var exact = TinyClip.Network(TinyClip.Configuration with { Activation = Activation.Gelu });
        var images = randn(2, 3, 16, 16);
        var off = (quick.encode_image(images) - exact.encode_image(images)).abs().max().item<float>();
        Assert.InRange(off, 1e-4f, 0.5f);
    }

    [Fact]
    public void AnotherSizeNeedsDynamicSize()
    {
        using var scope = NewDisposeScope();
        using var fixedSize = TinyClip.Network();
        var error = Assert.Throws<ArgumentException>(() => fixedSize.encode_image(randn(1, 3, 24, 16)));
        Assert.Contains("24x16", error.Message);
        using var dynamic = TinyClip.Network(TinyClip.Configuration with { DynamicSize = true });
        Assert.Equal([1L, 12], dynamic.encode_image(randn(1, 3, 24, 16)).shape);
    }

    [Fact]
    public void TextsThatAreTooLongAreRefused()
    {
        using var network = TinyClip.Network();
        Assert.Contains("1 to 8 tokens", Assert.Throws<ArgumentException>(() => network.encode_text(zeros(1, 9, int64))).Message);
    }

    [Fact]
    public void TheLogitScaleStaysBetween1And100()
    {
        using var scope = NewDisposeScope();
        using var network = TinyClip.Network();
        Assert.Equal(2.6592600, network.LogitScale.item<float>(), 1e-6);
        using (no_grad())
            network.LogitScale.fill_(7);
        network.ClampLogitScale();
        Assert.Equal(100, network.LogitScale.exp().item<float>(), 1e-3);
        using (no_grad())
            network.LogitScale.fill_(-1);
        network.ClampLogitScale();
        Assert.Equal(0, network.LogitScale.item<float>());
    }

    [Fact]
    public void ANetworkBuiltInAScopeOutlivesIt()
    {
        ClipNetwork network;
        using (NewDisposeScope())
            network = (ClipNetwork)NetworkFactory.Create((VisionConfiguration)TinyClip.Configuration);
        using var scope = NewDisposeScope();
        Assert.Equal([2L, 2], network.call(randn(2, 3, 16, 16), TinyClip.Texts()).PerText.shape);
        network.Dispose();
    }

    [Fact]
    public void ForwardLeavesNoTensorsBehind()
    {
        using var network = TinyClip.Network();
        using var outer = NewDisposeScope();
        var (images, texts) = (randn(2, 3, 16, 16), TinyClip.Texts());
        var before = outer.DisposablesCount;
        using (inference_mode())
        {
            using var image = network.encode_image(images);
            using var text = network.encode_text(texts);
            Assert.Equal(before + 2, outer.DisposablesCount);
        }
    }
}
