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
            new ViTConfiguration { ImageHeight = 8, ImageWidth = 8, PatchSize = 4, Dim = 8, Depth = 2, Heads = 2, NumClasses = 3, RepresentationSize = 6 }, 1);
        var ours = network.state_dict();
        var theirs = map.Export(ours);
        Assert.True(map.Recognises(theirs.Keys));

        var (back, unknown) = map.Translate(theirs.Keys);
        Assert.Empty(unknown);
        Assert.Equal(ours.Keys.Order(), back.Keys.Order());
        foreach (var (key, parts) in back)
            Assert.True(cat([.. parts.Select(part => theirs[part])], 0).eq(ours[key]).all().item<bool>(), key);
    }

    [Theory]
    [InlineData("HuggingFace", "head.weight", "classifier.weight")]
    [InlineData("HuggingFace", "norm.bias", "vit.layernorm.bias")]
    [InlineData("torchvision", "blocks.11.attn.qkv.weight", "encoder.layers.encoder_layer_11.self_attention.in_proj_weight")]
    [InlineData("torchvision", "blocks.0.mlp.fc2.bias", "encoder.layers.encoder_layer_0.mlp.3.bias")]
    [InlineData("timm", "blocks.0.mlp.fc2.bias", "blocks.0.mlp.fc2.bias")]
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
    public void AQueryWithoutItsKeyIsUnknown()
    {
        var (ours, unknown) = ViTKeyMaps.HuggingFace.Translate(["vit.encoder.layer.0.attention.attention.query.weight"]);
        Assert.Empty(ours);
        Assert.Single(unknown);
    }
}
