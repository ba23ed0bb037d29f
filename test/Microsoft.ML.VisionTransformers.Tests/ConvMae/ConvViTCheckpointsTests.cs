using Microsoft.ML.VisionTransformers.Architectures;
using Microsoft.ML.VisionTransformers.ConvMae;
using Microsoft.ML.VisionTransformers.Modules;
using Microsoft.ML.VisionTransformers.ViT;
using Microsoft.ML.VisionTransformers.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Tests.ConvMae;

public class ConvViTCheckpointsTests
{
    private static readonly CheckpointConfig s_heads = CheckpointConfig.Parse("""{ "num_heads": 3 }""");

    [Fact]
    public void APretrainedEncoderLacksOnlyTheNormAndTheHead()
    {
        using var scope = NewDisposeScope();
        var pretrained = Pretrained();
        var network = NetworkFactory.Create(TinyConvMae.Classifier, seed: 2);
        var report = CheckpointLoader.Load(Checkpoint.Of(pretrained), network);
        Assert.Equal(["fc_norm.bias", "fc_norm.weight", "head.bias", "head.weight"], report.Fresh.Order());
        Assert.Equal(pretrained.Keys.Where(key => key.StartsWith("decoder_", StringComparison.Ordinal) || key.Contains("_output_decode")
            || key.StartsWith("norm.", StringComparison.Ordinal) || key == "mask_token").Order(), report.Unused.Order());
        Assert.Equal(network.state_dict().Count - 4, report.Loaded.Count);
        Assert.Equal(0, TinyConvMae.Largest(network.state_dict()["blocks3.1.attn.qkv.weight"] - pretrained["blocks3.1.attn.qkv.weight"]));
    }

    [Fact]
    public void AProbeStartsFromPretrainingToo()
    {
        using var scope = NewDisposeScope();
        var network = NetworkFactory.Create(TinyConvMae.Classifier with { ProbeNorm = true }, seed: 2);
        var report = CheckpointLoader.Load(Checkpoint.Of(Pretrained()), network);
        Assert.Equal(
            ["fc_norm.bias", "fc_norm.weight", "head.0.num_batches_tracked", "head.0.running_mean", "head.0.running_var", "head.1.bias", "head.1.weight"],
            report.Fresh.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void EasyCvsPretrainingIsReadToo()
    {
        using var scope = NewDisposeScope();
        var network = NetworkFactory.Create(TinyConvMae.Classifier, seed: 2);
        var report = CheckpointLoader.Load(Checkpoint.Of(ConvMaeKeyMaps.EasyCvPretraining.Export(Pretrained())), network);
        Assert.Equal(["fc_norm.bias", "fc_norm.weight", "head.bias", "head.weight"], report.Fresh.Order());
        Assert.Contains("decoder.decoder_embed.weight", report.Unused);
    }

    [Fact]
    public void ThePositionTableIsResizedAsTheAuthorsDo()
    {
        using var scope = NewDisposeScope();
        var pretrained = Pretrained();
        var larger = TinyConvMae.Classifier with { ImageHeight = 96, ImageWidth = 128 };
        var network = NetworkFactory.Create(larger, seed: 2);
        Assert.Equal(["pos_embed"], CheckpointLoader.Load(Checkpoint.Of(pretrained), network).Resized);
        var expected = PositionEmbedding.Resample(pretrained["pos_embed"], 0, new PatchGrid(4, 4), new PatchGrid(6, 8), PositionResampling.Plain);
        Assert.Equal(0, TinyConvMae.Largest(network.state_dict()["pos_embed"] - expected));
    }

    [Fact]
    public void ColourWeightsServeGreyImages()
    {
        using var scope = NewDisposeScope();
        var pretrained = Pretrained();
        var network = NetworkFactory.Create(TinyConvMae.Classifier with { Channels = 1 }, seed: 2);
        Assert.Equal(["patch_embed1.proj.weight"], CheckpointLoader.Load(Checkpoint.Of(pretrained), network).Resized);
        Assert.Equal(0, TinyConvMae.Largest(network.state_dict()["patch_embed1.proj.weight"] - pretrained["patch_embed1.proj.weight"].sum([1L], true)));
    }

    [Fact]
    public void PoolingIsReadOffTheNorm()
    {
        using var scope = NewDisposeScope();
        foreach (var asked in new[] { TinyConvMae.Classifier, TinyConvMae.Classifier with { Pooling = ViTPooling.Token }, TinyConvMae.Classifier with { ProbeNorm = true } })
        {
            using var checkpoint = Checkpoint.Of(NetworkFactory.Create(asked).state_dict(), s_heads);
            Assert.Equal(asked, checkpoint.Identity!.Configuration);
        }
    }

    [Fact]
    public void EasyCvsClassifierDropsTheFirstToken()
    {
        using var scope = NewDisposeScope();
        var asked = TinyConvMae.Classifier with { PoolSkip = 1 };
        var theirs = ConvMaeKeyMaps.EasyCvClassifier.Export(NetworkFactory.Create(asked).state_dict());
        Assert.Contains("head.fc_cls.weight", theirs.Keys);
        Assert.Contains("backbone.fc_norm.weight", theirs.Keys);
        using var checkpoint = Checkpoint.Of(theirs, s_heads);
        Assert.Equal(asked, checkpoint.Identity!.Configuration);
        Assert.Empty(CheckpointLoader.Load(checkpoint, NetworkFactory.Create(asked, seed: 3)).Fresh);
    }

    [Fact]
    public void AClassifierKeepsItsPoolingWhateverIsAskedFor()
    {
        using var scope = NewDisposeScope();
        var asked = new VisionArchitecture { Name = "asked", Configuration = TinyConvMae.Classifier, Preprocessing = new() { Width = 64, Height = 64 } };
        var state = NetworkFactory.Create(TinyConvMae.Classifier).state_dict();
        using var easyCv = Checkpoint.Of(ConvMaeKeyMaps.EasyCvClassifier.Export(state));
        Assert.Equal(TinyConvMae.Classifier with { PoolSkip = 1 }, easyCv.Refine(asked).Configuration);
        using var official = Checkpoint.Of(state);
        Assert.Equal(TinyConvMae.Classifier, official.Refine(asked with { Configuration = TinyConvMae.Classifier with { PoolSkip = 1 } }).Configuration);
        state.Remove("head.weight");
        state.Remove("head.bias");
        using var encoder = Checkpoint.Of(state);
        Assert.Equal(3, ((ConvViTConfiguration)encoder.Refine(asked with { Configuration = TinyConvMae.Classifier with { PoolSkip = 3 } }).Configuration).PoolSkip);
    }

    [Theory]
    [InlineData(64, 3, 73)]
    [InlineData(384, 3, 384)]
    [InlineData(64, 1, 73)]
    public void ImagesArePreparedAsTheAuthorsEvaluate(int side, int channels, int resize)
    {
        using var scope = NewDisposeScope();
        using var checkpoint = Checkpoint.Of(NetworkFactory.Create(
            TinyConvMae.Classifier with { ImageHeight = side, ImageWidth = side, Channels = channels }).state_dict());
        var images = checkpoint.Architecture!.Preprocessing;
        Assert.Equal((side, side, channels, resize, channels), (images.Height, images.Width, images.Channels, images.Resize, images.Mean.Count));
    }

    [Fact]
    public void AClassifierOfOtherClassesStartsAnew()
    {
        using var scope = NewDisposeScope();
        using var checkpoint = Checkpoint.Of(NetworkFactory.Create(TinyConvMae.Classifier).state_dict(), s_heads);
        var report = CheckpointLoader.Load(checkpoint, NetworkFactory.Create(TinyConvMae.Classifier with { NumClasses = 7 }));
        Assert.Contains("5 classes", report.HeadReplaced);
        Assert.Empty(report.Fresh);
    }

    [Fact]
    public void AVisionTransformersWeightsAreRefused()
    {
        using var scope = NewDisposeScope();
        var vit = NetworkFactory.Create(new ViTConfiguration { ImageHeight = 64, ImageWidth = 64, Dim = 24, Depth = 1, Heads = 3, NumClasses = 5 });
        var error = Assert.Throws<CheckpointMismatchException>(
            () => CheckpointLoader.Load(Checkpoint.Of(vit.state_dict()), NetworkFactory.Create(TinyConvMae.Classifier)));
        Assert.Contains("a vision transformer (timm names)", error.Message);
        Assert.Contains("patch_embed4.weight", error.MissingKeys);
    }

    private static Dictionary<string, Tensor> Pretrained()
    {
        var network = new ConvMaskedAutoencoder(TinyConvMae.Pretraining, seed: 1);
        TinyConvMae.Randomize(network);
        return network.state_dict();
    }
}
