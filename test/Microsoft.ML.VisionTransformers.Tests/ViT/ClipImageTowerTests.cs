using Microsoft.ML.VisionTransformers.Architectures;
using Microsoft.ML.VisionTransformers.Classification;
using Microsoft.ML.VisionTransformers.Clip;
using Microsoft.ML.VisionTransformers.Images;
using Microsoft.ML.VisionTransformers.Modules;
using Microsoft.ML.VisionTransformers.Tests.Clip;
using Microsoft.ML.VisionTransformers.Tests.Drawing;
using Microsoft.ML.VisionTransformers.ViT;
using Microsoft.ML.VisionTransformers.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Tests.ViT;

/// <summary>The image tower of a CLIP, fine-tuned to classes: a vision transformer with a norm before its first block.</summary>
public class ClipImageTowerTests
{
    private static readonly ClipConfiguration s_clip = TinyClip.Configuration;

    [Theory]
    [InlineData("OpenAI")]
    [InlineData("open_clip (custom text)")]
    [InlineData("HuggingFace")]
    public void FeaturesAreThoseOfTheTower(string naming)
    {
        using var scope = NewDisposeScope();
        using var clip = TinyClip.Network();
        var weights = ClipKeyMaps.All.First(map => map.Name == naming).Export(clip.state_dict());
        using var network = NetworkFactory.Create(s_clip.Classifier with { NumClasses = 0 });
        var report = CheckpointLoader.Load(Checkpoint.Of(weights), network);
        Assert.Empty(report.Resized);
        Assert.Empty(report.Fresh);
        Assert.Empty(report.Unused);
        network.eval();
        var images = randn(3, 3, 16, 16);
        Assert.True(network.call(images).allclose(clip.ImageTower.forward_features(images), 1e-4, 1e-5));
    }

    [Fact]
    public void OnlyTheHeadIsNewWhenTrainingClasses()
    {
        using var scope = NewDisposeScope();
        using var clip = TinyClip.Network();
        using var network = NetworkFactory.Create(s_clip.Classifier with { NumClasses = 7 });
        Assert.Equal(["head.bias", "head.weight"], CheckpointLoader.Load(Checkpoint.Of(clip.state_dict()), network).Fresh.Order());
        Assert.Equal([2L, 7], network.call(randn(2, 3, 16, 16)).shape);
    }

    [Fact]
    public void ThePositionTableIsBroughtToAnotherGrid()
    {
        using var scope = NewDisposeScope();
        using var clip = TinyClip.Network(s_clip with { DynamicSize = true });
        using var network = NetworkFactory.Create(s_clip.Classifier with { ImageHeight = 24, NumClasses = 0 });
        Assert.Equal(["pos_embed"], CheckpointLoader.Load(Checkpoint.Of(clip.state_dict()), network).Resized);
        network.eval();
        var images = randn(2, 3, 24, 16);
        Assert.True(network.call(images).allclose(clip.ImageTower.forward_features(images), 1e-4, 1e-5));
    }

    [Fact]
    public void AnImageTowerAloneIsAVisionTransformer()
    {
        using var scope = NewDisposeScope();
        using var clip = TinyClip.Network();
        var tower = ClipKeyMaps.HuggingFace.Export(clip.state_dict()).Where(pair => pair.Key.StartsWith("vis", StringComparison.Ordinal))
            .ToDictionary(pair => pair.Key, pair => pair.Value);
        const string config = """{"model_type": "clip_vision_model", "num_attention_heads": 3, "image_size": 16, "patch_size": 4, "layer_norm_eps": 1e-5}""";
        using var checkpoint = Checkpoint.Of(tower, CheckpointConfig.Parse(config));
        var found = (ViTConfiguration)checkpoint.Architecture!.Configuration;
        Assert.Equal((ViTConfiguration)s_clip.Classifier with { NumClasses = 0, FcNorm = false }, found);
        Assert.Equal(Activation.Gelu, ((ViTConfiguration)Checkpoint.Of(
            tower, CheckpointConfig.Parse(config.Replace("\"image_size\"", "\"hidden_act\": \"gelu\", \"image_size\""))).Architecture!.Configuration).Activation);
    }

    [Theory]
    [InlineData("""{"architecture": "vit_base_patch32_clip_quickgelu_224"}""", Activation.QuickGelu)]
    [InlineData("""{"architecture": "vit_base_patch32_clip_224", "model_args": {"act_layer": "quick_gelu"}}""", Activation.QuickGelu)]
    [InlineData("""{"architecture": "vit_base_patch32_clip_224"}""", Activation.Gelu)]
    public void TimmsTowersAreNamedAfterTheirActivation(string config, Activation activation)
    {
        using var scope = NewDisposeScope();
        using var network = NetworkFactory.Create(s_clip.Classifier with { NumClasses = 5 });
        var found = (ViTConfiguration)Checkpoint.Of(network.state_dict(), CheckpointConfig.Parse(config)).Architecture!.Configuration;
        Assert.Equal((activation, true, 1e-5), (found.Activation, found.PreNorm, found.NormEps));
    }

    [Fact]
    public void TheWrongActivationIsSaid()
    {
        using var scope = NewDisposeScope();
        using var clip = TinyClip.Network();
        using var network = NetworkFactory.Create((ViTConfiguration)s_clip.Classifier with { Activation = Activation.Gelu });
        const string config = """{"vision_cfg": {"width": 24, "head_width": 8, "image_size": 16}, "text_cfg": {"heads": 2}, "quick_gelu": true}""";
        using var checkpoint = Checkpoint.Of(clip.state_dict(), CheckpointConfig.Parse(config));
        Assert.Contains("activation: QuickGelu in the checkpoint's configuration, Gelu in the network",
            Assert.Throws<CheckpointMismatchException>(() => CheckpointLoader.Load(checkpoint, network)).Message);
    }

    [Fact]
    public void ACheckpointOfClipMakesAClassifier()
    {
        using var scope = NewDisposeScope();
        using var clip = TinyClip.Network();
        const string config = """{"vision_cfg": {"width": 24, "head_width": 8, "image_size": 16}, "text_cfg": {"heads": 2}, "quick_gelu": true}""";
        using var checkpoint = Checkpoint.Of(clip.state_dict(), CheckpointConfig.Parse(config));
        Assert.Equal(s_clip.Classifier, checkpoint.Architecture!.ForClassification().Configuration);
    }

    [Fact]
    public void AFolderOfClipIsTrainedAsAClassifier()
    {
        using var scope = NewDisposeScope();
        using var folder = new TemporaryFolder();
        using var clip = TinyClip.Network();
        using (var file = File.Create(Path.Combine(folder.Path, "open_clip_model.safetensors")))
            SafetensorsWriter.Write(file, clip.state_dict());
        File.WriteAllText(Path.Combine(folder.Path, "open_clip_config.json"),
            """{"model_cfg": {"vision_cfg": {"width": 24, "head_width": 8, "image_size": 16}, "text_cfg": {"heads": 2}, "quick_gelu": true}, "preprocess_cfg": {}}""");
        List<string> said = [];
        var options = new ViTTrainer.Options { Weights = folder.Path };
        using var choice = ModelChoice.Of(options, said.Add, default);
        Assert.Equal(s_clip.Classifier, choice.Architecture.Configuration);
        Assert.Equal(ColourConversion.AfterResize, choice.Architecture.Preprocessing.ColourConversion);
        using var network = choice.CreateNetwork(3, options, seed: 1, said.Add, said.Add);
        Assert.Equal([2L, 3], network.call(randn(2, 3, 16, 16)).shape);
        Assert.Contains("CLIP, OpenAI names", said[^1]);
    }

    [Fact]
    public void ItHasTheTowersParametersWithoutTheProjection()
    {
        var b32 = (ClipConfiguration)ArchitectureRegistry.Find("openai/clip-vit-base-patch32").Configuration;
        Assert.Equal(b32.CountImageParameters() - 768 * 512, (b32.Classifier with { NumClasses = 0 }).CountParameters());
    }
}
