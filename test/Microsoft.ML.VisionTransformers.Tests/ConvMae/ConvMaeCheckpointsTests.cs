using Microsoft.ML.VisionTransformers.Architectures;
using Microsoft.ML.VisionTransformers.ConvMae;
using Microsoft.ML.VisionTransformers.FastConvMae;
using Microsoft.ML.VisionTransformers.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Tests.ConvMae;

public class ConvMaeCheckpointsTests
{
    // Heads are no shape, and of narrow networks no published size's.
    private static readonly CheckpointConfig s_heads = CheckpointConfig.Parse("""{ "num_heads": 3, "decoder_num_heads": 2 }""");

    [Fact]
    public void AllSizesComeFromShapes()
    {
        using var scope = NewDisposeScope();
        var asked = TinyConvMae.Pretraining with { ImageHeight = 96, ImageWidth = 96, Channels = 1 };
        using var network = new ConvMaskedAutoencoder(asked, seed: 1);
        var identity = Checkpoint.Of(network.state_dict(), s_heads).Identity!;
        Assert.Equal(asked, identity.Configuration);
        Assert.Same(ConvMaeKeyMaps.Official, identity.Naming);
        var classifier = new ConvViTConfiguration { ImageHeight = 96, ImageWidth = 96, Channels = 1, Encoder = asked.Encoder };
        Assert.Equal(classifier, identity.Configuration.Classifier);
    }

    [Theory]
    [InlineData("ConvMAE-S/16", 6)]
    [InlineData("ConvMAE-B/16", 12)]
    [InlineData("ConvMAE-L/16", 16)]
    [InlineData("ConvMAE-H/16", 16)]
    public void HeadsOfPublishedSizesAreKnown(string alias, int heads)
    {
        var expected = ((ConvMaeConfiguration)ArchitectureRegistry.Find(alias).Configuration).Encoder;
        Assert.Equal(heads, expected.Heads);
        using var scope = NewDisposeScope();
        // One block of each stage is enough to tell.
        var (first, second) = (expected.Stage1, expected.Stage2);
        var shapes = new Dictionary<string, TensorEntry>
        {
            ["patch_embed1.proj.weight"] = Entry(first.Dim, 3, 4, 4), ["blocks1.0.mlp.fc1.weight"] = Entry(first.MlpDim, first.Dim, 1, 1),
            ["patch_embed2.proj.weight"] = Entry(second.Dim, first.Dim, 2, 2), ["blocks2.0.mlp.fc1.weight"] = Entry(second.MlpDim, second.Dim, 1, 1),
            ["patch_embed3.proj.weight"] = Entry(expected.Dim, second.Dim, 2, 2), ["blocks3.0.mlp.fc1.weight"] = Entry(expected.MlpDim, expected.Dim),
            ["pos_embed"] = Entry(1, 196, expected.Dim),
        };
        for (var i = 0; i < 2; i++)
            (shapes[$"blocks1.{i}.norm1.weight"], shapes[$"blocks2.{i}.norm1.weight"]) = (Entry(first.Dim), Entry(second.Dim));
        for (var i = 0; i < expected.Depth; i++)
            shapes[$"blocks3.{i}.norm1.weight"] = Entry(expected.Dim);
        var found = ConvMaeShapes.Of(shapes, null)!;
        Assert.Equal(expected, found.Encoder);
        Assert.Equal((224, 224), (found.ImageHeight, found.ImageWidth));
    }

    [Fact]
    public void OnlyTheUsersWordTellsFastConvMaeFromConvMae()
    {
        using var scope = NewDisposeScope();
        using var network = new FastConvMaskedAutoencoder(TinyConvMae.Fast, seed: 1);
        using var checkpoint = Checkpoint.Of(network.state_dict(), s_heads);
        Assert.IsType<ConvMaeConfiguration>(checkpoint.Identity!.Configuration);
        using var fast = (nn.Module)NetworkFactory.Create((VisionConfiguration)TinyConvMae.Fast, seed: 2);
        var report = CheckpointLoader.Load(checkpoint, fast, TinyConvMae.Fast);
        Assert.Equal(network.state_dict().Count, report.Loaded.Count);
    }

    [Fact]
    public void EasyCvHasFastConvMaeOnly()
    {
        using var scope = NewDisposeScope();
        using var network = new FastConvMaskedAutoencoder(TinyConvMae.Fast, seed: 1);
        var theirs = ConvMaeKeyMaps.EasyCvPretraining.Export(network.state_dict());
        Assert.Contains("encoder.patch_embed4.weight", theirs.Keys);
        Assert.Contains("encoder.stage1_output_decode.weight", theirs.Keys);
        Assert.Contains("decoder.decoder_blocks.0.attn.qkv.weight", theirs.Keys);
        Assert.Contains("decoder.mask_token", theirs.Keys);
        using var checkpoint = Checkpoint.Of(theirs, s_heads);
        Assert.Equal(TinyConvMae.Fast, checkpoint.Identity!.Configuration);
        using var loaded = new FastConvMaskedAutoencoder(TinyConvMae.Fast, seed: 2);
        Assert.Equal(theirs.Count, CheckpointLoader.Load(checkpoint, loaded, TinyConvMae.Fast).Loaded.Count);
        Assert.Equal(0, TinyConvMae.Largest(loaded.state_dict()["decoder_pred.weight"] - network.state_dict()["decoder_pred.weight"]));
    }

    [Fact]
    public void OnAnotherGridTheSinesAreMadeAnew()
    {
        using var scope = NewDisposeScope();
        using var small = new ConvMaskedAutoencoder(TinyConvMae.Pretraining, seed: 1);
        var larger = TinyConvMae.Pretraining with { ImageHeight = 96 };
        using var network = new ConvMaskedAutoencoder(larger, seed: 2);
        var before = network.state_dict()["pos_embed"].clone();
        var report = CheckpointLoader.Load(Checkpoint.Of(small.state_dict(), s_heads), network, larger);
        Assert.Equal(["decoder_pos_embed", "pos_embed"], report.Resized.Order());
        Assert.Equal(0, TinyConvMae.Largest(network.state_dict()["pos_embed"] - before));
    }

    [Fact]
    public void OtherHeadsAreAConflict()
    {
        using var scope = NewDisposeScope();
        using var network = new ConvMaskedAutoencoder(TinyConvMae.Pretraining, seed: 1);
        var other = CheckpointConfig.Parse("""{ "num_heads": 2, "decoder_num_heads": 4 }""");
        var error = Assert.Throws<CheckpointMismatchException>(() => CheckpointLoader.Load(Checkpoint.Of(network.state_dict(), other), network, TinyConvMae.Pretraining));
        Assert.Contains("attention heads: 2", error.Message);
        Assert.Contains("decoder heads: 4", error.Message);
        Assert.Contains("ConvMAE or FastConvMAE pretraining", error.Message);
    }

    private static TensorEntry Entry(params long[] shape) => new("F32", shape);
}
