using Microsoft.ML.VisionTransformers.Architectures;
using Microsoft.ML.VisionTransformers.Images;
using Microsoft.ML.VisionTransformers.Modules;
using Microsoft.ML.VisionTransformers.ViT;
using Microsoft.ML.VisionTransformers.Weights;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Tests.ViT;

public class ViTCheckpointsTests
{
    private static readonly ViTConfiguration s_tiny = new()
    {
        ImageHeight = 16, ImageWidth = 16, PatchSize = 4, Dim = 64, Depth = 1, Heads = 2, MlpRatio = 2, NumClasses = 5, FcNorm = false,
    };

    [Fact]
    public void WhatNoFileSaysStaysAsAskedFor()
    {
        using var scope = NewDisposeScope();
        using var checkpoint = Tiny("""{"model_type": "vit", "num_attention_heads": 4, "hidden_act": "gelu", "layer_norm_eps": 1e-5}""");
        var asked = s_tiny with
        {
            ImageHeight = 24, NumClasses = 7, DynamicSize = true, PoolSkip = 3, DropRate = 0.1, AttentionDropRate = 0.2, DropPathRate = 0.3,
        };
        Assert.Equal(asked with { Heads = 4, NormEps = 1e-5 }, checkpoint.Refine(Asked(asked)).Configuration);
    }

    [Theory]
    [InlineData("""{"architecture": "vit_mine"}""", 8, Activation.QuickGelu)]
    [InlineData("""{"architecture": "test_vit"}""", 2, Activation.QuickGelu)]
    [InlineData("""{"architecture": "vit_mine_clip_224"}""", 8, Activation.Gelu)]
    [InlineData("""{"architecture": "vit_mine", "model_args": {"num_heads": 4, "act_layer": "gelu"}}""", 4, Activation.Gelu)]
    public void HeadsAndActivationAreTheFilesWhereItSaysThem(string config, int heads, Activation activation)
    {
        using var scope = NewDisposeScope();
        using var checkpoint = Tiny(config);
        var refined = (ViTConfiguration)checkpoint.Refine(Asked(s_tiny with { Heads = 8, Activation = Activation.QuickGelu })).Configuration;
        Assert.Equal((heads, activation), (refined.Heads, refined.Activation));
    }

    [Fact]
    public void AGreyNetworkStaysOne()
    {
        using var scope = NewDisposeScope();
        using var checkpoint = Tiny("""{"architecture": "vit_mine", "pretrained_cfg": {"input_size": [3, 16, 16]}}""");
        var asked = Asked(s_tiny with { Channels = 1 });
        asked = asked with { Preprocessing = asked.Preprocessing with { Channels = 1, Mean = [0.5f], Std = [0.5f] } };
        var refined = checkpoint.Refine(asked);
        Assert.Equal((1, 1), (refined.Configuration.Channels, refined.Preprocessing.Channels));
        using var network = NetworkFactory.Create(refined.Configuration);
        Assert.Equal(["patch_embed.proj.weight"], CheckpointLoader.Load(checkpoint, network, refined.Configuration).Resized);
    }

    [Theory]
    [InlineData("vit_base_patch16_224", 1)]
    [InlineData("vit_so400m_patch14_siglip_gap_224", 16)]
    [InlineData("vit_giantopt_patch16_siglip_gap_256", 16)]
    [InlineData("test_vit2", 2)]
    public void TimmsNamesTellTheHeads(string name, int heads)
    {
        using var scope = NewDisposeScope();
        using var checkpoint = Tiny($$"""{"architecture": "{{name}}"}""");
        Assert.Equal(heads, ((ViTConfiguration)checkpoint.Identity!.Configuration).Heads);
    }

    [Theory]
    [InlineData("vit_so400m_patch14_siglip_gap_224", "attention heads: 16")]
    [InlineData("vit_so400m_patch16_siglip_gap_256", "activation: gelu_tanh")]
    [InlineData("vit_giantopt_patch16_siglip_gap_256", "activation: gelu_tanh")]
    [InlineData("vit_base_patch16_clip_quickgelu_224", "activation: quick_gelu")]
    [InlineData("vit_base_patch16_rpn_224", "norms: after attention")]
    public void WhatANameSaysAndTheNetworkIsNotIsRefused(string name, string reason)
    {
        using var scope = NewDisposeScope();
        using var checkpoint = Tiny($$"""{"architecture": "{{name}}"}""");
        using var network = NetworkFactory.Create(s_tiny, seed: 2);
        Assert.Contains(reason, Assert.Throws<CheckpointMismatchException>(() => CheckpointLoader.Load(checkpoint, network)).Message);
    }

    // Other sizes of image are resampled from the one that timm's file tells, not from the square that has as many patches.
    [Fact]
    public void TimmsInputTellsTheGrid()
    {
        using var scope = NewDisposeScope();
        using var wide = NetworkFactory.Create(s_tiny with { ImageHeight = 8, ImageWidth = 32 }, seed: 1);
        using var checkpoint = Checkpoint.Of(
            wide.state_dict(), CheckpointConfig.Parse("""{"architecture": "vit_mine", "pretrained_cfg": {"input_size": [3, 8, 32]}}"""));
        Assert.Equal((8, 32), checkpoint.ImageSize!.Value);
        using var same = NetworkFactory.Create(wide.Configuration, seed: 2);
        Assert.Empty(CheckpointLoader.Load(checkpoint, same).Resized);
        using var square = NetworkFactory.Create(s_tiny, seed: 2);
        Assert.Equal(["pos_embed"], CheckpointLoader.Load(checkpoint, square).Resized);
    }

    private static Checkpoint Tiny(string config)
    {
        var network = NetworkFactory.Create(s_tiny, seed: 1);
        return Checkpoint.Of(network.state_dict(), CheckpointConfig.Parse(config));
    }

    private static VisionArchitecture Asked(ViTConfiguration configuration) => new()
    {
        Name = "asked",
        Configuration = configuration,
        Preprocessing = new ImagePreprocessing { Width = configuration.ImageWidth, Height = configuration.ImageHeight },
    };
}
