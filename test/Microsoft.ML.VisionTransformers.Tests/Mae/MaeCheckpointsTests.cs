using Microsoft.ML.VisionTransformers.Architectures;
using Microsoft.ML.VisionTransformers.Mae;
using Microsoft.ML.VisionTransformers.Modules;
using Microsoft.ML.VisionTransformers.ViT;
using Microsoft.ML.VisionTransformers.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Tests.Mae;

public class MaeCheckpointsTests
{
    // 12 patches are no square: without a configuration a grid has to be one.
    private static readonly MaeConfiguration s_square = TinyMae.Configuration with
    {
        ImageHeight = 16, ImageWidth = 16, Dim = 64, Heads = 1, DecoderDim = 16, DecoderHeads = 16, MaskRatio = 0.75,
    };

    public static TheoryData<string> Namings => [.. MaeKeyMaps.All.Select(map => map.Name)];

    [Theory]
    [MemberData(nameof(Namings))]
    public void SizesAreReadFromTheShapes(string naming)
    {
        using var scope = NewDisposeScope();
        using var source = new MaskedAutoencoder(s_square, 1);
        using var checkpoint = Checkpoint.Of(MaeKeyMaps.All.First(map => map.Name == naming).Export(source.state_dict()));
        var huggingFace = naming.StartsWith("HuggingFace", StringComparison.Ordinal);
        Assert.Equal(
            s_square with { NormEps = huggingFace ? 1e-12 : 1e-6, NormalizePixels = !huggingFace }, checkpoint.Identity!.Configuration);

        using var target = new MaskedAutoencoder(s_square, 2);
        var report = CheckpointLoader.Load(checkpoint, target, s_square);
        Assert.Equal(source.state_dict().Count, report.Loaded.Count);
        Assert.All(source.state_dict(), pair => Assert.True(pair.Value.eq(target.state_dict()[pair.Key]).all().item<bool>(), pair.Key));
    }

    [Theory]
    [MemberData(nameof(Namings))]
    public void FineTuningTakesTheEncoder(string naming)
    {
        using var scope = NewDisposeScope();
        using var source = new MaskedAutoencoder(s_square, 1);
        using var target = NetworkFactory.Create((ViTConfiguration)s_square.Classifier with { NumClasses = 5 }, seed: 2);
        var theirs = MaeKeyMaps.All.First(map => map.Name == naming).Export(source.state_dict());
        var report = CheckpointLoader.Load(Checkpoint.Of(theirs), target);

        // As the official fine-tuning asserts.
        Assert.Equal(["fc_norm.bias", "fc_norm.weight", "head.bias", "head.weight"], report.Fresh.Order());
        Assert.True(target.state_dict()["blocks.1.attn.qkv.weight"].eq(source.state_dict()["blocks.1.attn.qkv.weight"]).all().item<bool>());
        Assert.True(target.state_dict()["blocks.0.mlp.fc1.weight"].eq(source.state_dict()["blocks.0.mlp.fc1.weight"]).all().item<bool>());
        Assert.Equal(theirs.Count, report.Unused.Count + source.state_dict().Keys.Where(target.state_dict().ContainsKey).Sum(
            key => MaeKeyMaps.All.First(map => map.Name == naming).ToTheirs(key).Length));
    }

    [Fact]
    public void ALinearProbeTakesTheNormToo()
    {
        using var scope = NewDisposeScope();
        using var source = new MaskedAutoencoder(s_square, 1);
        var probe = s_square.Encoder with { NumClasses = 5, ProbeNorm = true };
        using var target = NetworkFactory.Create(probe, seed: 2);
        var report = CheckpointLoader.Load(Checkpoint.Of(source.state_dict()), target);
        Assert.All(report.Fresh, key => Assert.StartsWith("head.", key));
        Assert.Contains("norm.weight", report.Loaded);
        Assert.All(report.Unused, key => Assert.True(key == "mask_token" || key.StartsWith("decoder_", StringComparison.Ordinal), key));
        Assert.Equal(1 + 1 + 2 + 12 + 2 + 2, report.Unused.Count); // token, table, projection, a block, norm, prediction

        // A probe's own checkpoint is a probe again, and gives its encoder to a classifier of another form.
        using var checkpoint = Checkpoint.Of(target.state_dict());
        Assert.Equal(probe with { PositionResampling = PositionResampling.Antialias, FcNorm = false }, checkpoint.Identity!.Configuration);
        using var plain = NetworkFactory.Create(probe with { ProbeNorm = false }, seed: 3);
        Assert.Equal(["head.weight", "head.bias"], CheckpointLoader.Load(checkpoint, plain).Fresh);
    }

    [Fact]
    public void AnEncoderAloneStartsAnAutoencoder()
    {
        using var scope = NewDisposeScope();
        using var source = NetworkFactory.Create(s_square.Encoder, seed: 1);
        using var target = new MaskedAutoencoder(s_square, 2);
        using var checkpoint = Checkpoint.Of(source.state_dict());
        Assert.IsType<ViTConfiguration>(checkpoint.Identity!.Configuration);
        var report = CheckpointLoader.Load(checkpoint, target, s_square);
        Assert.Equal(source.state_dict().Count, report.Loaded.Count);
        Assert.Equal(target.state_dict().Count - source.state_dict().Count, report.Fresh.Count);
        Assert.Contains("decoder_pred.weight", report.Fresh);
    }

    [Fact]
    public void WhatAnEncoderLacksHasItsFirstValues()
    {
        using var scope = NewDisposeScope();
        using var source = NetworkFactory.Create(s_square.Encoder, seed: 1);
        using var network = CheckpointLoader.Create(
            Checkpoint.Of(source.state_dict()), s_square, 3, () => new MaskedAutoencoder(s_square, 3), out var report);
        var values = network.state_dict();
        Assert.Contains("decoder_pred.weight", report.Fresh);
        var bound = Math.Sqrt(6.0 / (16 + 48));
        Assert.InRange(values["decoder_pred.weight"].abs().max().item<float>(), 0.9 * bound, bound);
        Assert.Equal(0.02, values["mask_token"].std().item<float>(), 0.01);
        Assert.Equal(0, values["decoder_embed.bias"].abs().max().item<float>());
        Assert.True(values["decoder_norm.weight"].eq(1).all().item<bool>());
        Assert.True(values["decoder_pos_embed"].eq(PositionEmbedding.SinCos(16, new PatchGrid(4, 4), 1)).all().item<bool>());
        Assert.True(values["cls_token"].eq(source.state_dict()["cls_token"]).all().item<bool>());
    }

    [Fact]
    public void FineTuningAnEncoderWithoutADecoderPoolsAsMaeDoes()
    {
        using var scope = NewDisposeScope();
        using var source = NetworkFactory.Create(s_square.Encoder, seed: 1);
        using var checkpoint = Checkpoint.Of(
            source.state_dict(), CheckpointConfig.Parse("""{ "architecture": "vit_base_patch16_224", "num_classes": 0, "global_pool": "token" }"""));
        var asked = ArchitectureRegistry.Find("mae_pretrain_vit_base") with { Configuration = s_square };
        var refined = Assert.IsType<ViTConfiguration>(checkpoint.Refine(asked).Classifier);
        Assert.Equal((ViTPooling.Average, true), (refined.Pooling, refined.NormAfterPooling));
    }

    [Fact]
    public void PretrainingGoesOnAtAnotherSizeWithItsOwnTables()
    {
        using var scope = NewDisposeScope();
        using var source = new MaskedAutoencoder(s_square, 1);
        var larger = s_square with { ImageHeight = 24, ImageWidth = 32 };
        using var target = new MaskedAutoencoder(larger, 2);
        var report = CheckpointLoader.Load(Checkpoint.Of(source.state_dict()), target, larger);
        Assert.Equal(["decoder_pos_embed", "pos_embed"], report.Resized.Order());
        Assert.True(target.state_dict()["pos_embed"].eq(PositionEmbedding.SinCos(64, new PatchGrid(6, 8), 1)).all().item<bool>());
    }

    [Fact]
    public void ATableThatAnEncoderLearntIsResampled()
    {
        using var scope = NewDisposeScope();
        using var source = NetworkFactory.Create(s_square.Encoder, seed: 1);
        var weights = source.state_dict();
        weights["pos_embed"] = randn(weights["pos_embed"].shape);
        var larger = s_square with { ImageHeight = 24, ImageWidth = 32 };
        using var target = new MaskedAutoencoder(larger, 2);
        Assert.Equal(["pos_embed"], CheckpointLoader.Load(Checkpoint.Of(weights), target, larger).Resized);
        var expected = PositionEmbedding.Resample(weights["pos_embed"], 1, new PatchGrid(4, 4), new PatchGrid(6, 8), PositionResampling.Plain);
        Assert.True(target.state_dict()["pos_embed"].eq(expected).all().item<bool>());
    }

    [Fact]
    public void AMaskTokenAloneIsNoAutoencoder()
    {
        using var scope = NewDisposeScope();
        using var source = NetworkFactory.Create(s_square.Encoder with { LayerScale = 1 }, seed: 1);
        var weights = source.state_dict();
        weights["mask_token"] = zeros(1, 64); // as DINOv2 publishes
        using var checkpoint = Checkpoint.Of(weights);
        Assert.IsType<ViTConfiguration>(checkpoint.Identity!.Configuration);
        using var target = NetworkFactory.Create(s_square.Encoder with { LayerScale = 1 }, seed: 2);
        Assert.Equal(["mask_token"], CheckpointLoader.Load(checkpoint, target).Unused);
    }

    [Theory]
    [InlineData(true, "patch_embed.proj.weight", new long[] { 64, 3, 0, 0 })]
    [InlineData(false, "patch_embed.proj.weight", new long[] { 64, 3, 0, 0 })]
    [InlineData(false, "pos_embed", new long[] { 1, 17, 0 })]
    public void WeightsWithoutExtentAreOfNoNetwork(bool decoder, string key, long[] shape)
    {
        using var scope = NewDisposeScope();
        using nn.Module source = decoder ? new MaskedAutoencoder(s_square, 1) : NetworkFactory.Create(s_square.Encoder, seed: 1);
        var weights = source.state_dict();
        weights[key] = zeros(shape);
        using var checkpoint = Checkpoint.Of(weights);
        Assert.Null(checkpoint.Identity);
        Assert.Contains(decoder ? "MAE" : "vision transformer", checkpoint.Describe());
    }

    [Theory]
    [InlineData("decoder_embed.weight", "an MAE pretraining checkpoint")]
    [InlineData("decoder.decoder_embed.weight", "ViTMAE")]
    [InlineData("vit.decoder_embed.weight vit.blocks.0.attention.dense1.weight", "MindFormers MAE")]
    [InlineData("decoder.decoder_embed.weight encoder.patch_embed.proj.weight", "EasyCV MAE")]
    public void KindsAreNamed(string keys, string kind) => Assert.Contains(kind, CheckpointKind.Describe(keys.Split(' ')));

    [Fact]
    public void WhatTheConfigurationContradictsIsRefused()
    {
        using var scope = NewDisposeScope();
        using var source = new MaskedAutoencoder(s_square, 1);
        var config = CheckpointConfig.Parse("""{ "num_attention_heads": 4, "decoder_num_attention_heads": 2, "hidden_act": "gelu" }""");
        var error = Assert.Throws<CheckpointMismatchException>(
            () => CheckpointLoader.Load(Checkpoint.Of(source.state_dict(), config), source, s_square));
        Assert.Contains("attention heads: 4", error.Message);
        Assert.Contains("decoder heads: 2", error.Message);
    }
}
