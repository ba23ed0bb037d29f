using Microsoft.ML.VisionTransformers.ViT;
using Microsoft.ML.VisionTransformers.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Tests.Weights;

public class KeyMapTests
{
    public static TheoryData<string> Namings => [.. ViTKeyMaps.All.Select(map => map.Name)];

    [Theory]
    [MemberData(nameof(Namings))]
    public void EveryKeyGoesThereAndBack(string naming)
    {
        using var scope = NewDisposeScope();
        var map = ViTKeyMaps.All.First(map => map.Name == naming);
        using var network = new VisionTransformerNetwork(
            new ViTConfiguration { ImageHeight = 8, ImageWidth = 8, PatchSize = 4, Dim = 8, Depth = 2, Heads = 2, NumClasses = 3,
                RepresentationSize = naming == "MindFormers" ? null : 6 }, 1); // MindFormers' has no such layer.
        var ours = network.state_dict();
        var theirs = map.Export(ours);
        Assert.True(map.Recognises(theirs.Keys));

        var (back, unknown) = map.Translate(theirs.Keys);
        Assert.Empty(unknown);
        Assert.Equal(ours.Keys.Order(), back.Keys.Order());
        foreach (var (key, source) in back)
            Assert.True(source.Load(name => theirs[name]).eq(ours[key]).all().item<bool>(), key);
    }

    [Theory]
    [InlineData("HuggingFace", "head.weight", "classifier.weight")]
    [InlineData("HuggingFace", "norm.bias", "vit.layernorm.bias")]
    [InlineData("torchvision", "blocks.11.attn.qkv.weight", "encoder.layers.encoder_layer_11.self_attention.in_proj_weight")]
    [InlineData("torchvision", "blocks.0.mlp.fc2.bias", "encoder.layers.encoder_layer_0.mlp.3.bias")]
    [InlineData("timm", "blocks.0.mlp.fc2.bias", "blocks.0.mlp.fc2.bias")]
    [InlineData("EasyCV", "blocks.0.mlp.fc2.bias", "backbone.blocks.0.mlp.fc2.bias")]
    [InlineData("EasyCV", "head.bias", "head.fc_cls.bias")]
    [InlineData("MindFormers", "cls_token", "vit.cls_tokens")]
    [InlineData("MindFormers", "blocks.7.norm2.bias", "vit.blocks.7.layernorm2.beta")]
    [InlineData("MindFormers", "blocks.7.mlp.fc1.weight", "vit.blocks.7.output.mapping.weight")]
    [InlineData("MindFormers", "fc_norm.weight", "vit.fc_norm.gamma")]
    [InlineData("MindFormers", "head.weight", "head.weight")]
    [InlineData("google-research", "blocks.1.norm2.bias", "Transformer/encoderblock_1/LayerNorm_2/bias")]
    [InlineData("google-research", "blocks.1.mlp.fc2.weight", "Transformer/encoderblock_1/MlpBlock_3/Dense_1/kernel")]
    [InlineData("google-research", "patch_embed.proj.weight", "embedding/kernel")]
    [InlineData("hand-written tutorial", "blocks.1.attn.qkv.bias", "encoder.layer.1.attention.qkv.bias")]
    [InlineData("hand-written tutorial", "blocks.1.norm2.bias", "encoder.layer.1.layernorm_after.bias")]
    public void PublishedNames(string naming, string ours, string theirs)
        => Assert.Equal([theirs], ViTKeyMaps.All.First(map => map.Name == naming).ToTheirs(ours));

    [Fact]
    public void QueryKeyAndValueAreRowsOfOneProjection()
        => Assert.Equal(
            [
                "vit.encoder.layer.3.attention.attention.query.bias",
                "vit.encoder.layer.3.attention.attention.key.bias",
                "vit.encoder.layer.3.attention.attention.value.bias",
            ],
            ViTKeyMaps.HuggingFace.ToTheirs("blocks.3.attn.qkv.bias"));

    [Fact]
    public void OldTorchvisionNamesAreReadToo()
    {
        var (ours, _) = ViTKeyMaps.Torchvision.Translate(["encoder.layers.encoder_layer_1.mlp.linear_2.weight"]);
        Assert.Equal("blocks.1.mlp.fc2.weight", Assert.Single(ours).Key);
    }

    [Fact]
    public void MindFormersKeepsItsOptimizerInTheSameFile()
    {
        var (ours, unknown) = ViTKeyMaps.MindFormers.Translate(
            ["vit.cls_tokens", "adam_m.vit.cls_tokens", "adam_v.vit.cls_tokens", "epoch_num", "global_step", "vit.layernorm.gamma"]);
        Assert.Equal(["cls_token", "norm.weight"], ours.Keys.Order());
        Assert.Empty(unknown);
    }

    [Fact]
    public void BigVisionNumbersTheSamePartsOtherwise()
    {
        const string block = "params/Transformer/encoderblock_0/";
        var (ours, unknown) = ViTKeyMaps.Flax.Translate(
            [block + "LayerNorm_1/scale", block + "MlpBlock_0/Dense_0/bias", block + "MultiHeadDotProductAttention_0/out/kernel", "params/pos_embedding"]);
        Assert.Equal(["blocks.0.attn.proj.weight", "blocks.0.mlp.fc1.bias", "blocks.0.norm2.weight", "pos_embed"], ours.Keys.Order());
        Assert.Empty(unknown);
    }

    [Fact]
    public void AQueryWithoutItsKeyIsUnknown()
    {
        var (ours, unknown) = ViTKeyMaps.HuggingFace.Translate(["vit.encoder.layer.0.attention.attention.query.weight"]);
        Assert.Empty(ours);
        Assert.Single(unknown);
    }

    [Fact]
    public void OneOfTheirTensorsMayHoldSeveralOfOurs()
    {
        using var scope = NewDisposeScope();
        var map = new KeyMap("fused", "b.1.qkv.bias", [""], [KeyRule.Split(["a.{i}.q", null, "a.{i}.v"], "b.{2i+1}.qkv.bias")]);
        var (q, v) = (tensor(new float[] { 1, 2 }), tensor(new float[] { 3, 4 }));
        var theirs = map.Export(new Dictionary<string, Tensor> { ["a.0.q"] = q, ["a.0.v"] = v });
        Assert.Equal([1, 2, 0, 0, 3, 4], theirs["b.1.qkv.bias"].data<float>().ToArray());

        var (ours, unknown) = map.Translate(theirs.Keys.Append("b.2.qkv.bias"));
        Assert.Equal(["b.2.qkv.bias"], unknown);
        Assert.True(ours["a.0.v"].Load(name => theirs[name]).eq(v).all().item<bool>());
        Assert.Equal([2], ours["a.0.q"].Entry(new Dictionary<string, TensorEntry> { ["b.1.qkv.bias"] = new("F32", [6]) }).Shape);
    }

    [Fact]
    public void AMatrixMayBeTransposed()
    {
        using var scope = NewDisposeScope();
        var map = new KeyMap("transposed", "projection.weight", [""], [KeyRule.Transpose("proj", "projection.weight")]);
        var ours = arange(6).reshape(2, 3);
        var theirs = map.Export(new Dictionary<string, Tensor> { ["proj"] = ours });
        Assert.Equal([3, 2], theirs["projection.weight"].shape);
        var back = map.Translate(theirs.Keys).Ours["proj"];
        Assert.True(back.Load(name => theirs[name]).eq(ours).all().item<bool>());
        Assert.Equal([2, 3], back.Entry(new Dictionary<string, TensorEntry> { ["projection.weight"] = new("F32", [3, 2]) }).Shape);
    }
}
