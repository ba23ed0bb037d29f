using Microsoft.ML.VisionTransformers.Architectures;
using Microsoft.ML.VisionTransformers.Modules;
using Microsoft.ML.VisionTransformers.Swin;
using Microsoft.ML.VisionTransformers.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Tests.Swin;

public class SwinCheckpointsTests
{
    private static readonly SwinConfiguration s_tiny = new()
    {
        ImageHeight = 32, ImageWidth = 32, EmbedDim = 8, Depths = [1, 2], Heads = [2, 4], WindowSize = 4, NumClasses = 5,
    };

    public static TheoryData<string> Namings => [.. SwinKeyMaps.All.Where(map => map != SwinKeyMaps.TimmFeatures).Select(map => map.Name)];

    [Theory]
    [MemberData(nameof(Namings))]
    public void EveryNamingIsReadBack(string name)
    {
        using var scope = NewDisposeScope();
        var naming = SwinKeyMaps.All.First(map => map.Name == name);
        var network = new SwinNetwork(s_tiny, seed: 1);
        var theirs = naming.Export(network.state_dict());
        theirs[naming.ToTheirs("layers.0.blocks.0.attn.relative_position_bias_table")[0].Replace("bias_table", "index")] = zeros(16, 16);
        using var checkpoint = Checkpoint.Of(theirs);
        Assert.Equal(naming, checkpoint.Identity!.Naming);
        var found = (SwinConfiguration)checkpoint.Identity.Configuration;
        // Without a configuration the image is that of a last stage of one window, as in the published sizes.
        Assert.Equal(s_tiny with { ImageHeight = 128, ImageWidth = 128, WindowConvention = found.WindowConvention }, found);

        var copy = new SwinNetwork(s_tiny, seed: 2);
        var report = CheckpointLoader.Load(checkpoint, copy);
        Assert.Equal((network.state_dict().Count, 0), (report.Loaded.Count, report.Fresh.Count));
        var images = randn(1, 3, 32, 32);
        network.eval();
        copy.eval();
        Assert.Equal(0, (network.call(images) - copy.call(images)).abs().max().item<float>());
    }

    [Fact]
    public void TimmWithoutAClassifierIsKnownByItsMergings()
    {
        using var scope = NewDisposeScope();
        var network = new SwinNetwork(s_tiny with { NumClasses = 0, Depths = [1, 1, 1, 1], Heads = [1, 1, 1, 1] }, seed: 1);
        using var checkpoint = Checkpoint.Of(SwinKeyMaps.Timm.Export(network.state_dict()));
        Assert.Equal(SwinKeyMaps.TimmFeatures, checkpoint.Identity!.Naming);
        Assert.Equal([1, 1, 1, 1], ((SwinConfiguration)checkpoint.Identity.Configuration).Depths);
    }

    [Theory]
    [InlineData("module.")]
    [InlineData("encoder.")]
    public void PrefixesAreStripped(string prefix)
    {
        using var scope = NewDisposeScope();
        var network = new SwinNetwork(s_tiny, seed: 1);
        var theirs = network.state_dict().ToDictionary(pair => prefix + pair.Key, pair => pair.Value);
        if (prefix == "encoder.")
        {
            theirs["encoder.mask_token"] = zeros(1, 1, 8);
            theirs["decoder.0.weight"] = zeros(1);
        }
        using var checkpoint = Checkpoint.Of(theirs);
        var report = CheckpointLoader.Load(checkpoint, new SwinNetwork(s_tiny, seed: 2));
        Assert.Equal(prefix == "encoder." ? 2 : 0, report.Unused.Count);
    }

    [Fact]
    public void AnotherWindowResamplesTheTablesAndAnotherClassCountStartsAHead()
    {
        using var scope = NewDisposeScope();
        var network = new SwinNetwork(s_tiny with { AbsolutePositions = true }, seed: 1);
        using var checkpoint = Checkpoint.Of(network.state_dict());
        var larger = new SwinNetwork(s_tiny with { AbsolutePositions = true, ImageHeight = 64, ImageWidth = 64, WindowSize = 8, NumClasses = 3 }, seed: 2);
        var report = CheckpointLoader.Load(checkpoint, larger);
        Assert.Equal(
            ["absolute_pos_embed", .. new[] { "0.blocks.0", "1.blocks.0", "1.blocks.1" }.Select(block => $"layers.{block}.attn.relative_position_bias_table")],
            report.Resized.Order());
        Assert.NotNull(report.HeadReplaced);
        Assert.Equal([225L, 2], larger.state_dict()["layers.0.blocks.0.attn.relative_position_bias_table"].shape);
    }

    [Fact]
    public void SizesComeFromEachLibrarysConfiguration()
    {
        using var scope = NewDisposeScope();
        var weights = new SwinNetwork(s_tiny, seed: 1).state_dict();
        Assert.Equal((48, 40, 4), Sizes("""{ "img_size": [48, 40], "window_size": 4 }"""));
        Assert.Equal((32, 32, 4), Sizes("""{ "image_size": 32 }"""));
        Assert.Equal((224, 224, 4), Sizes("""{ "architecture": "swin_x_patch4_window4_224" }"""));
        Assert.Equal((96, 96, 4), Sizes("""{ "architecture": "x", "pretrained_cfg": { "input_size": [3, 96, 96] } }"""));

        (int, int, int) Sizes(string config)
        {
            using var checkpoint = Checkpoint.Of(weights, CheckpointConfig.Parse(config));
            var found = (SwinConfiguration)checkpoint.Identity!.Configuration;
            return (found.ImageHeight, found.ImageWidth, found.WindowSize);
        }
    }

    [Theory]
    [InlineData("layers.1.blocks.0.attn.relative_position_bias_table")]
    [InlineData("layers.0.blocks.0.mlp.fc1.weight")]
    [InlineData("patch_embed.proj.weight")]
    public void WhatLacksPartsOrHasOddShapesIsNoSwin(string key)
    {
        using var scope = NewDisposeScope();
        var weights = new SwinNetwork(s_tiny, seed: 1).state_dict();
        weights[key] = zeros(4);
        using (var odd = Checkpoint.Of(weights))
            Assert.Null(odd.Identity);
        weights.Remove(key);
        using var lacking = Checkpoint.Of(weights);
        Assert.Null(lacking.Identity);
    }

    [Theory]
    [InlineData("swin_zip.pth")]
    [InlineData("swin_legacy.pth")]
    public void OfficialFilesBecomeNetworks(string file)
    {
        using var scope = NewDisposeScope();
        using var checkpoint = Checkpoint.Open(Golden.PathOf($"swin-clip/checkpoints/{file}"));
        var configuration = (SwinConfiguration)checkpoint.Identity!.Configuration;
        var network = new SwinNetwork(configuration, seed: 1);
        var report = CheckpointLoader.Load(checkpoint, network);
        Assert.Equal(("official", network.state_dict().Count), (report.Naming, report.Loaded.Count));
        network.eval();
        Assert.Equal([1L, configuration.NumClasses], network.call(randn(1, 3, configuration.ImageHeight, configuration.ImageWidth)).shape);
    }

    [Fact]
    public void ALoadedScaleOrActivationThatDiffersIsSaid()
    {
        using var scope = NewDisposeScope();
        var weights = new SwinNetwork(s_tiny, seed: 1).state_dict();
        foreach (var config in new[] { """{ "qk_scale": 0.5 }""", """{ "hidden_act": "relu" }""" })
        {
            using var checkpoint = Checkpoint.Of(weights, CheckpointConfig.Parse(config));
            Assert.Throws<CheckpointMismatchException>(() => CheckpointLoader.Load(checkpoint, new SwinNetwork(s_tiny, seed: 2)));
        }
    }

    [Fact]
    public void AnAskedArchitectureKeepsItsWindowAndTakesThePublishersRules()
    {
        using var scope = NewDisposeScope();
        using var checkpoint = Checkpoint.Of(
            SwinKeyMaps.HuggingFace.Export(new SwinNetwork(s_tiny, seed: 1).state_dict()), CheckpointConfig.Parse("""{ "image_size": 32, "window_size": 4 }"""));
        var asked = new VisionArchitecture
        {
            Name = "asked",
            Configuration = s_tiny with
            {
                ImageHeight = 64, ImageWidth = 64, WindowSize = 8, NumClasses = 2, DropRate = 0.1, AttentionDropRate = 0.2, DropPathRate = 0.3,
            },
            Preprocessing = new() { Width = 64, Height = 64 },
        };
        var refined = (SwinConfiguration)checkpoint.Refine(asked).Configuration;
        Assert.Equal((64, 8, 2, WindowConvention.HuggingFace), (refined.ImageHeight, refined.WindowSize, refined.NumClasses, refined.WindowConvention));
        Assert.Equal((0.1, 0.2, 0.3), (refined.DropRate, refined.AttentionDropRate, refined.DropPathRate));
    }

    // Tables of the weights alone show it: no configuration is beside them.
    [Theory]
    [InlineData(7, 7, 14, 7, false)] // timm's swin_s3_tiny_224 and swin_s3_base_224
    [InlineData(14, 14, 7, 7, false)]
    [InlineData(14, 14, 14, 7, true)]
    [InlineData(7, 7, 7, 7, true)]
    [InlineData(7, 7, 4, 2, true)] // windows as large as small maps
    public void WindowsThatDifferByStageAreRefused(int first, int second, int third, int last, bool read)
    {
        using var scope = NewDisposeScope();
        var weights = new SwinNetwork(s_tiny with { Depths = [1, 1, 1, 1], Heads = [1, 1, 1, 1] }, seed: 1).state_dict();
        int[] windows = [first, second, third, last];
        foreach (var (stage, window) in windows.Index())
        {
            long offsets = 2 * window - 1;
            weights[$"layers.{stage}.blocks.0.attn.relative_position_bias_table"] = zeros(offsets * offsets, 1);
        }
        using var checkpoint = Checkpoint.Of(weights);
        if (read)
        {
            Assert.Equal(first, ((SwinConfiguration)checkpoint.Identity!.Configuration).WindowSize);
            return;
        }
        var error = Assert.Throws<CheckpointFormatException>(() => checkpoint.Identity);
        Assert.Contains($"windows of {first}, {second}, {third}, {last} patches", error.Message);
        Assert.Equal("memory", error.FileName);
    }
}
