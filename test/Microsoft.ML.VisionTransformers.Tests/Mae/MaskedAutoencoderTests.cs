using Microsoft.ML.VisionTransformers.Mae;
using Microsoft.ML.VisionTransformers.Modules;
using Microsoft.ML.VisionTransformers.ViT;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Tests.Mae;

public class MaskedAutoencoderTests
{
    [Fact]
    public void HiddenPixelsDoNotReachThePrediction()
    {
        using var scope = NewDisposeScope();
        using var network = new MaskedAutoencoder(TinyMae.Configuration, 1);
        var images = randn(1, 3, 8, 12);
        var mask = PatchMask.FromNoise(tensor(new[] { 0.1f, 0.9f, 0.2f, 0.8f, 0.3f, 0.7f }).reshape(1, 6), 0.5); // sees patches 0, 2, 4
        var before = network.call(images, [mask]);
        Assert.Equal([1, 6, 48], before.shape);

        var hidden = images.clone();
        hidden.narrow(2, 0, 4).narrow(3, 4, 4).fill_(7); // patch 1
        Assert.True(network.call(hidden, [mask]).eq(before).all().item<bool>());
        var seen = images.clone();
        seen.narrow(2, 0, 4).narrow(3, 0, 4).fill_(7);   // patch 0
        Assert.True(network.call(seen, [mask]).sub(before).abs().max().item<float>() > 1e-4);
    }

    [Fact]
    public void SeveralMasksAreAsEachAlone()
    {
        using var scope = NewDisposeScope();
        using var network = new MaskedAutoencoder(TinyMae.Configuration, 2);
        var images = randn(2, 3, 8, 12);
        var masks = PatchMask.Complementary(rand(2, 6), 3);
        var together = network.call(images, masks);
        Assert.Equal([6, 6, 48], together.shape);
        for (var i = 0; i < masks.Length; i++)
            Assert.True(together.narrow(0, 2 * i, 2).allclose(network.call(images, [masks[i]]), 1e-5, 1e-6));
    }

    [Fact]
    public void WithoutAMaskTheEncoderIsAVisionTransformer()
    {
        using var scope = NewDisposeScope();
        using var network = new MaskedAutoencoder(TinyMae.Configuration, 3);
        using var encoder = new VisionTransformerNetwork(TinyMae.Configuration.Encoder, 4);
        encoder.load_state_dict(network.state_dict().Where(pair => encoder.state_dict().ContainsKey(pair.Key)).ToDictionary());
        var images = randn(2, 3, 8, 12);
        Assert.True(network.forward_features(images).allclose(encoder.forward_features(images), 1e-5, 1e-6));
    }

    [Fact]
    public void FirstValuesAreTheOfficialOnes()
    {
        using var scope = NewDisposeScope();
        using var network = new MaskedAutoencoder(TinyMae.Configuration with { Dim = 64 }, 5);
        var values = network.state_dict();
        Assert.True(values["pos_embed"].eq(PositionEmbedding.SinCos(64, new PatchGrid(2, 3), 1)).all().item<bool>());
        Assert.False(values["decoder_pos_embed"].requires_grad);
        Assert.Equal(0, values["blocks.0.attn.qkv.bias"].abs().max().item<float>());
        Assert.Equal(0.02, values["cls_token"].std().item<float>(), 0.006);
        Bounded("blocks.1.attn.qkv.weight", Math.Sqrt(6.0 / (64 + 3 * 64))); // one matrix, not three
        Bounded("patch_embed.proj.weight", Math.Sqrt(6.0 / (48 + 64)));
        Bounded("patch_embed.proj.bias", 1 / Math.Sqrt(48));                  // PyTorch's own for a convolution

        void Bounded(string name, double bound) => Assert.InRange(values[name].abs().max().item<float>(), 0.85 * bound, bound);
    }

    [Fact]
    public void OneSeedGivesOneNetwork()
    {
        using var scope = NewDisposeScope();
        using var one = new MaskedAutoencoder(TinyMae.Configuration, 6);
        using var same = new MaskedAutoencoder(TinyMae.Configuration, 6);
        using var other = new MaskedAutoencoder(TinyMae.Configuration, 7);
        Assert.All(one.state_dict(), pair => Assert.True(pair.Value.eq(same.state_dict()[pair.Key]).all().item<bool>(), pair.Key));
        Assert.False(one.state_dict()["mask_token"].eq(other.state_dict()["mask_token"]).all().item<bool>());
    }

    [Fact]
    public void AnImageOfAnotherSizeIsRefused()
    {
        using var network = new MaskedAutoencoder(TinyMae.Configuration, 1);
        using var images = zeros(1, 3, 12, 8);
        Assert.Contains("12x8", Assert.Throws<ArgumentException>(() => network.forward_features(images)).Message);
    }
}
