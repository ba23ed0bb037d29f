using Microsoft.ML.VisionTransformers.Clip;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Tests.Clip;

public class ClipKeyMapsTests
{
    public static TheoryData<string> Namings => [.. ClipKeyMaps.All.Select(map => map.Name)];

    [Theory]
    [MemberData(nameof(Namings))]
    public void EveryKeyGoesThereAndBack(string naming)
    {
        using var scope = NewDisposeScope();
        var map = ClipKeyMaps.All.First(map => map.Name == naming);
        using var network = TinyClip.Network();
        var ours = network.state_dict();
        var theirs = map.Export(ours);
        Assert.Same(map, ClipKeyMaps.All.First(candidate => candidate.Recognises(theirs.Keys)));

        var (back, unknown) = map.Translate(theirs.Keys);
        Assert.Empty(unknown);
        Assert.Equal(ours.Keys.Order(), back.Keys.Order());
        foreach (var (key, source) in back)
            Assert.True(source.Load(name => theirs[name]).eq(ours[key]).all().item<bool>(), key);
    }

    [Theory]
    [InlineData("HuggingFace", "visual.ln_pre.bias", "vision_model.pre_layrnorm.bias")]
    [InlineData("HuggingFace", "ln_final.weight", "text_model.final_layer_norm.weight")]
    [InlineData("HuggingFace", "text_projection", "text_projection.weight")]
    [InlineData("HuggingFace", "transformer.resblocks.11.mlp.c_proj.bias", "text_model.encoder.layers.11.mlp.fc2.bias")]
    [InlineData("open_clip (custom text)", "transformer.resblocks.3.attn.in_proj_bias", "text.transformer.resblocks.3.attn.in_proj_bias")]
    [InlineData("open_clip (custom text)", "visual.proj", "visual.proj")]
    [InlineData("OpenAI", "transformer.resblocks.3.attn.in_proj_bias", "transformer.resblocks.3.attn.in_proj_bias")]
    public void PublishedNames(string naming, string ours, string theirs)
        => Assert.Equal([theirs], ClipKeyMaps.All.First(map => map.Name == naming).ToTheirs(ours));

    [Fact]
    public void ProjectionsAreTheOtherWayRoundInHuggingFaces()
    {
        using var scope = NewDisposeScope();
        using var network = TinyClip.Network();
        var theirs = ClipKeyMaps.HuggingFace.Export(network.state_dict());
        Assert.Equal([12L, 24], theirs["visual_projection.weight"].shape);
        Assert.Equal([24L, 24], theirs["vision_model.encoder.layers.0.self_attn.v_proj.weight"].shape);
    }

    [Fact]
    public void DistributedTrainingsPrefixIsTakenOff()
    {
        var (ours, unknown) = ClipKeyMaps.OpenAi.Translate(["module.visual.proj", "module.attn_mask"]);
        Assert.Empty(unknown);
        Assert.Equal("visual.proj", Assert.Single(ours).Key);
    }
}
