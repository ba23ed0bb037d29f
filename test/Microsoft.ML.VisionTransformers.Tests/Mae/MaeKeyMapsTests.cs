using Microsoft.ML.VisionTransformers.Mae;
using Microsoft.ML.VisionTransformers.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Tests.Mae;

public class MaeKeyMapsTests
{
    public static TheoryData<string> Namings => [.. MaeKeyMaps.All.Select(map => map.Name)];

    [Theory]
    [MemberData(nameof(Namings))]
    public void EveryKeyGoesThereAndBack(string naming)
    {
        using var scope = NewDisposeScope();
        var map = MaeKeyMaps.All.First(map => map.Name == naming);
        using var network = new MaskedAutoencoder(TinyMae.Configuration, 1);
        var ours = network.state_dict();
        var theirs = map.Export(ours);
        Assert.Same(map, MaeKeyMaps.All.First(known => known.Recognises(theirs.Keys)));

        var (back, unknown) = map.Translate(theirs.Keys);
        Assert.Empty(unknown);
        Assert.Equal(ours.Keys.Order(), back.Keys.Order());
        foreach (var (key, source) in back)
            Assert.True(source.Load(name => theirs[name]).eq(ours[key]).all().item<bool>(), key);
    }

    [Theory]
    [InlineData("HuggingFace ViTMAE", "decoder_blocks.3.mlp.fc1.weight", "decoder.decoder_layers.3.intermediate.dense.weight")]
    [InlineData("HuggingFace ViTMAE", "decoder_pos_embed", "decoder.decoder_pos_embed")]
    [InlineData("HuggingFace ViTMAE", "norm.bias", "vit.layernorm.bias")]
    [InlineData("EasyCV", "blocks.0.norm1.weight", "encoder.blocks.0.norm1.weight")]
    [InlineData("EasyCV", "mask_token", "decoder.mask_token")]
    [InlineData("EasyCV", "decoder_blocks.0.norm1.weight", "decoder.decoder_blocks.0.norm1.weight")]
    [InlineData("MindFormers MAE", "pos_embed", "vit.pos_embed")]
    [InlineData("MindFormers MAE", "mask_token", "mask_tokens")]
    [InlineData("MindFormers MAE", "decoder_blocks.0.norm1.weight", "decoder_blocks.0.layernorm1.gamma")]
    [InlineData("facebookresearch/mae", "decoder_pred.bias", "decoder_pred.bias")]
    public void PublishedNames(string naming, string ours, string theirs)
        => Assert.Equal([theirs], MaeKeyMaps.All.First(map => map.Name == naming).ToTheirs(ours));

    [Fact]
    public void WhatMindFormersConverterWritesIsReadToo()
    {
        var (ours, unknown) = MaeKeyMaps.MindFormers.Translate(
            ["vit.mask_tokens", "vit.decoder_norm.gamma", "vit.sincos_pos_embedding", "vit.decoder_layernorm.beta", "vit.decoder_pred.weight"]);
        Assert.Equal(["decoder_norm.bias", "decoder_norm.weight", "decoder_pred.weight", "mask_token", "pos_embed"], ours.Keys.Order());
        Assert.Empty(unknown);
    }
}
