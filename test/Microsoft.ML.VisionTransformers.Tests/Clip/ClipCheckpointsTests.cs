using Microsoft.ML.VisionTransformers.Architectures;
using Microsoft.ML.VisionTransformers.Clip;
using Microsoft.ML.VisionTransformers.Images;
using Microsoft.ML.VisionTransformers.Modules;
using Microsoft.ML.VisionTransformers.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Tests.Clip;

public class ClipCheckpointsTests
{
    private const string OpenClip = """
        {"embed_dim": 12, "vision_cfg": {"layers": 2, "width": 24, "head_width": 8, "patch_size": 4, "image_size": 16},
         "text_cfg": {"context_length": 8, "vocab_size": 40, "width": 16, "heads": 2, "layers": 2}, "quick_gelu": true}
        """;

    private const string HuggingFace = """
        {"model_type": "clip", "projection_dim": 12,
         "vision_config": {"hidden_size": 24, "num_attention_heads": 3, "image_size": 16, "patch_size": 4, "hidden_act": "gelu"},
         "text_config": {"hidden_size": 16, "num_attention_heads": 2, "hidden_act": "gelu", "eos_token_id": 39}}
        """;

    [Fact]
    public void OpenClipsConfigurationSaysHeadsAndActivation()
    {
        using var scope = NewDisposeScope();
        using var network = TinyClip.Network();
        Assert.Equal(TinyClip.Configuration, Infer(network.state_dict(), OpenClip));
        // The flag's default in open_clip and in FlagAI.
        var left = OpenClip.Replace(", \"quick_gelu\": true", "");
        Assert.Equal(Activation.Gelu, Infer(network.state_dict(), left).Activation);
        Assert.Equal(TinyClip.Configuration, Infer(network.state_dict(), "{\"model_cfg\": " + OpenClip + ", \"preprocess_cfg\": {}}"));
    }

    [Fact]
    public void HuggingFacesConfigurationIsNested()
    {
        using var scope = NewDisposeScope();
        using var network = TinyClip.Network();
        var theirs = ClipKeyMaps.HuggingFace.Export(network.state_dict());
        Assert.Equal(TinyClip.Configuration with { Activation = Activation.Gelu, EndToken = 39 }, Infer(theirs, HuggingFace));

        // Left out: QuickGELU and the end as the largest token, which old files write as 2.
        var old = HuggingFace.Replace(", \"hidden_act\": \"gelu\"", "").Replace("39", "2");
        Assert.Equal(TinyClip.Configuration, Infer(theirs, old));

        // The older spelling of a section wins.
        var both = HuggingFace.Replace("\"projection_dim\"", "\"text_config_dict\": {\"num_attention_heads\": 4, \"hidden_act\": \"gelu\"}, \"projection_dim\"");
        Assert.Equal(4, Infer(theirs, both).TextHeads);
    }

    [Fact]
    public void ABareFileIsOpenAisWhenItHoldsItsSizes()
    {
        using var scope = NewDisposeScope();
        using var network = TinyClip.Network();
        Assert.Equal(Activation.Gelu, Infer(network.state_dict()).Activation);
        var found = Infer(OpenAis(network));
        Assert.Equal(Activation.QuickGelu, found.Activation);
        Assert.Equal((1, 1), (found.VisionHeads, found.TextHeads)); // 64 channels a head
    }

    [Theory]
    [InlineData(1280, 16)]
    [InlineData(1408, 16)]
    [InlineData(1664, 16)]
    [InlineData(1024, 16)]
    [InlineData(896, 14)]
    [InlineData(384, 6)]
    public void HeadsAreGuessedFromTheWidth(long width, int heads)
    {
        var shapes = new Dictionary<string, TensorEntry>
        {
            ["visual.positional_embedding"] = new("F32", [5, width]), ["visual.conv1.weight"] = new("F32", [width, 3, 14, 14]),
            ["visual.proj"] = new("F32", [width, 64]), ["visual.transformer.resblocks.0.mlp.c_fc.weight"] = new("F32", [4 * width, width]),
            ["token_embedding.weight"] = new("F32", [40, 640]), ["positional_embedding"] = new("F32", [8, 640]),
            ["transformer.resblocks.0.mlp.c_fc.weight"] = new("F32", [2560, 640]),
        };
        var found = (ClipConfiguration)new ClipCheckpoints().Infer(shapes, ClipKeyMaps.OpenAi, null)!;
        Assert.Equal((heads, 10, 28), (found.VisionHeads, found.TextHeads, found.ImageWidth));
    }

    [Fact]
    public void HalfPrecisionIsWidenedAndScalarsAreLeft()
    {
        using var scope = NewDisposeScope();
        using var source = TinyClip.Network();
        using var target = TinyClip.Network(seed: 9);
        var weights = OpenAis(source);
        weights["visual.proj"] = weights["visual.proj"].to(float16);
        weights["logit_scale"] = weights["logit_scale"].reshape(1);
        var report = CheckpointLoader.Load(Checkpoint.Of(weights), target, target.Configuration);
        Assert.Equal(["context_length", "input_resolution", "vocab_size"], report.Unused.Order());
        Assert.Equal(float32, target.state_dict()["visual.proj"].dtype);
        var images = randn(2, 3, 16, 16);
        Assert.True(source.encode_image(images).allclose(target.encode_image(images), 1e-2, 1e-3));
        Assert.True(source.encode_text(TinyClip.Texts()).eq(target.encode_text(TinyClip.Texts())).all().item<bool>());
        Assert.Equal(source.LogitScale.item<float>(), target.LogitScale.item<float>());
    }

    [Fact]
    public void ThePositionTableIsBroughtToTheNetworksGrid()
    {
        using var scope = NewDisposeScope();
        using var source = TinyClip.Network();
        using var target = TinyClip.Network(TinyClip.Configuration with { ImageHeight = 24, ImageWidth = 8 });
        var report = CheckpointLoader.Load(Checkpoint.Of(source.state_dict()), target, target.Configuration);
        Assert.Equal(["visual.positional_embedding"], report.Resized);
        Assert.Equal([1L, 12], target.encode_image(randn(1, 3, 24, 8)).shape);
    }

    [Fact]
    public void WhatNoShapeShowsMustAgree()
    {
        using var scope = NewDisposeScope();
        using var source = TinyClip.Network();
        using var target = TinyClip.Network(TinyClip.Configuration with { Activation = Activation.Gelu, VisionHeads = 4 });
        using var checkpoint = Checkpoint.Of(source.state_dict(), CheckpointConfig.Parse(OpenClip));
        var error = Assert.Throws<CheckpointMismatchException>(() => CheckpointLoader.Load(checkpoint, target, target.Configuration));
        Assert.Contains("activation: QuickGelu in the checkpoint's configuration, Gelu in the network", error.Message);
        Assert.Contains("attention heads for images: 3 in the checkpoint's configuration, 4 in the network", error.Message);
    }

    [Theory]
    [InlineData("\"heads\": 2", "\"heads\": 2, \"pool_type\": \"last\"", "pooling of texts: last")]
    [InlineData("\"heads\": 2", "\"heads\": 2, \"no_causal_mask\": true", "text tokens that see those after them")]
    [InlineData("\"head_width\": 8", "\"head_width\": 8, \"pool_type\": \"avg\"", "pooling of images: avg")]
    public void WhatIsNotDoneHereIsSaid(string setting, string other, string message)
    {
        using var scope = NewDisposeScope();
        using var network = TinyClip.Network();
        using var checkpoint = Checkpoint.Of(network.state_dict(), CheckpointConfig.Parse(OpenClip.Replace(setting, other)));
        Assert.Contains(message, Assert.Throws<CheckpointMismatchException>(() => CheckpointLoader.Load(checkpoint, network, network.Configuration)).Message);
    }

    [Fact]
    public void ABareFileLeavesTheActivationToTheArchitectureThatWasAskedFor()
    {
        using var scope = NewDisposeScope();
        using var network = TinyClip.Network();
        var asked = new VisionArchitecture
        {
            Name = "asked", Configuration = TinyClip.Configuration, Preprocessing = new ImagePreprocessing { Width = 16, Height = 16 },
        };
        var gelu = asked with { Configuration = TinyClip.Configuration with { Activation = Activation.Gelu } };
        Assert.Equal(asked.Configuration, Checkpoint.Of(network.state_dict()).Refine(asked).Configuration);
        Assert.Equal(gelu.Configuration, Checkpoint.Of(network.state_dict()).Refine(gelu).Configuration);
        Assert.Equal(asked.Configuration, Checkpoint.Of(OpenAis(network)).Refine(gelu).Configuration);
        Assert.Equal(asked.Configuration, Checkpoint.Of(network.state_dict(), CheckpointConfig.Parse(OpenClip)).Refine(gelu).Configuration);
    }

    [Fact]
    public void WithoutAWordOnImagesTheyArePreparedAsOpenAiDoes()
    {
        using var scope = NewDisposeScope();
        using var network = TinyClip.Network();
        var prepared = Checkpoint.Of(network.state_dict()).Architecture!.Preprocessing;
        Assert.Equal((16, 16, ResizeMode.ShortestEdge, ColourConversion.AfterResize), (prepared.Width, prepared.Resize, prepared.ResizeMode, prepared.ColourConversion));
        Assert.Equal(ImagePreprocessing.ClipMean, prepared.Mean);
    }

    private static ClipConfiguration Infer(IReadOnlyDictionary<string, Tensor> weights, string? config = null)
        => (ClipConfiguration)Checkpoint.Of(weights, config is null ? null : CheckpointConfig.Parse(config)).Identity!.Configuration;

    private static Dictionary<string, Tensor> OpenAis(ClipNetwork network) => new(network.state_dict())
    {
        ["input_resolution"] = tensor(16L), ["context_length"] = tensor(8L), ["vocab_size"] = tensor(40L),
    };
}
