using Microsoft.ML.VisionTransformers.Architectures;
using Microsoft.ML.VisionTransformers.Images;
using Microsoft.ML.VisionTransformers.Mae;
using Microsoft.ML.VisionTransformers.Modules;
using Microsoft.ML.VisionTransformers.Swin;
using Microsoft.ML.VisionTransformers.Tests.ConvMae;
using Microsoft.ML.VisionTransformers.Tests.Drawing;
using Microsoft.ML.VisionTransformers.ViT;
using Microsoft.ML.VisionTransformers.Weights;
using Microsoft.ML.VisionTransformers.Weights.Export;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Tests.Weights;

public class CheckpointLoaderTests
{
    private static readonly ViTConfiguration s_tiny = new()
    {
        ImageHeight = 16, ImageWidth = 16, PatchSize = 4, Dim = 16, Depth = 2, Heads = 2, MlpRatio = 2, NumClasses = 5,
    };

    [Fact]
    public void AnotherNumberOfClassesStartsTheHeadAnew()
    {
        using var scope = NewDisposeScope();
        using var source = NetworkFactory.Create(s_tiny, seed: 1);
        using var target = NetworkFactory.Create(s_tiny with { NumClasses = 3 }, seed: 2);
        var head = target.state_dict()["head.weight"].clone();

        var report = CheckpointLoader.Load(Checkpoint.Of(source.state_dict()), target);
        Assert.Contains("5 classes", report.HeadReplaced);
        Assert.True(head.eq(target.state_dict()["head.weight"]).all().item<bool>());
        Assert.True(Same(source, target, "blocks.1.mlp.fc2.weight"));
    }

    [Fact]
    public void AnotherImageSizeResamplesThePositions()
    {
        using var scope = NewDisposeScope();
        using var source = NetworkFactory.Create(s_tiny, seed: 1);
        using var target = NetworkFactory.Create(s_tiny with { ImageHeight = 24, ImageWidth = 32 }, seed: 2);
        var report = CheckpointLoader.Load(Checkpoint.Of(source.state_dict()), target);
        Assert.Equal(["pos_embed"], report.Resized);
        using var expected = PositionEmbedding.Resample(
            source.state_dict()["pos_embed"], 1, new PatchGrid(4, 4), new PatchGrid(6, 8), PositionResampling.Antialias);
        Assert.True((expected - target.state_dict()["pos_embed"]).abs().max().item<float>() < 1e-6f);
    }

    // Two rows of eight patches are as many as four of four: the shapes are the same, and what this library writes beside them is not.
    [Theory]
    [InlineData("ViT", 8)]
    [InlineData("ViT", 6)]
    [InlineData("ConvViT", 8)]
    [InlineData("Swin", 8)]
    [InlineData("MAE", 8)]
    public void OwnWeightsOfWideImagesAreBroughtToAnotherGrid(string family, int columns)
    {
        using var scope = NewDisposeScope();
        using var folder = new TemporaryFolder();
        (VisionConfiguration square, int patch, int prefix) = family switch
        {
            "ViT" => ((VisionConfiguration)s_tiny, 4, 1),
            "ConvViT" => (TinyConvMae.Classifier, 16, 0),
            "Swin" => (new SwinConfiguration
            {
                ImageHeight = 16, ImageWidth = 16, EmbedDim = 8, Depths = [1], Heads = [2], WindowSize = 2, AbsolutePositions = true, NumClasses = 5,
            }, 4, 0),
            _ => (new MaeConfiguration
            {
                ImageHeight = 16, ImageWidth = 16, PatchSize = 4, Dim = 16, Depth = 1, Heads = 2, DecoderDim = 8, DecoderDepth = 1, DecoderHeads = 2,
            }, 4, 1),
        };
        var wide = square with { ImageHeight = 2 * patch, ImageWidth = columns * patch };
        var key = family == "Swin" ? "absolute_pos_embed" : "pos_embed";
        using var source = NetworkFactory.Create(wide, seed: 1);
        var weights = source.state_dict();
        if (family != "MAE")
            weights[key] = randn(weights[key].shape);
        var architecture = new VisionArchitecture
        {
            Name = "wide", Configuration = wide, Preprocessing = new ImagePreprocessing { Width = wide.ImageWidth, Height = wide.ImageHeight },
        };
        var path = Path.Combine(folder.Path, "wide.safetensors");
        SafetensorsWriter.Write(path, weights, new ModelMetadata(architecture, null).Write());

        using var checkpoint = Checkpoint.Open(path);
        Assert.Equal((wide.ImageHeight, wide.ImageWidth), checkpoint.ImageSize!.Value);
        using var same = NetworkFactory.Create(wide, seed: 2);
        Assert.Empty(CheckpointLoader.Load(checkpoint, same, wide).Resized);
        using var target = NetworkFactory.Create(square, seed: 2);
        Assert.Contains(key, CheckpointLoader.Load(checkpoint, target, square).Resized);
        var (from, to) = (new PatchGrid(2, columns), new PatchGrid(4, 4));
        var expected = family == "MAE" ? PositionEmbedding.SinCos(16, to, 1)
            : PositionEmbedding.Resample(weights[key], prefix, from, to, family == "ViT" ? PositionResampling.Antialias : PositionResampling.Plain);
        Assert.True(target.state_dict()[key].allclose(expected, 1e-5, 1e-6));
    }

    [Fact]
    public void ColourWeightsServeGreyImages()
    {
        using var scope = NewDisposeScope();
        using var source = NetworkFactory.Create(s_tiny, seed: 1);
        using var target = NetworkFactory.Create(s_tiny with { Channels = 1 }, seed: 2);
        source.eval();
        target.eval();
        CheckpointLoader.Load(Checkpoint.Of(source.state_dict()), target);
        var grey = randn(2, 1, 16, 16);
        var difference = source.call(grey.expand(2, 3, 16, 16)) - target.call(grey);
        Assert.True(difference.abs().max().item<float>() < 1e-5f);
    }

    [Fact]
    public void EverythingThatDoesNotFitIsListedAndNothingIsLoaded()
    {
        using var scope = NewDisposeScope();
        using var source = NetworkFactory.Create(s_tiny with { Depth = 3, MlpRatio = 4 }, seed: 1);
        using var target = NetworkFactory.Create(s_tiny with { QkNorm = true }, seed: 2);
        var before = target.state_dict()["norm.weight"].clone();
        var weights = source.state_dict();
        weights["norm.weight"] = full([16], 9f);

        var error = Assert.Throws<CheckpointMismatchException>(() => CheckpointLoader.Load(Checkpoint.Of(weights), target));
        Assert.Equal(8, error.MissingKeys.Count);
        Assert.Equal(12, error.UnexpectedKeys.Count);
        Assert.Equal(6, error.MisshapenKeys.Count);
        Assert.Contains("blocks.0.attn.q_norm.weight", error.Message);
        Assert.Contains("blocks.2.mlp.fc1.bias", error.Message);
        Assert.Contains("blocks.0.mlp.fc1.weight: [64, 16] in the checkpoint, [32, 16] in the network", error.Message);
        Assert.Contains("a vision transformer (timm names), 16x16 pixels", error.Message);
        Assert.True(before.eq(target.state_dict()["norm.weight"]).all().item<bool>());
    }

    [Theory]
    [InlineData("patch_embed4.weight", "ConvViT")]
    [InlineData("layers.0.blocks.0.attn.relative_position_bias_table", "Swin Transformer V1")]
    [InlineData("layers.0.blocks.0.attn.cpb_mlp.0.weight", "Swin Transformer V2")]
    [InlineData("whatever", "no checkpoint of a kind")]
    public void OtherFamiliesAreNamed(string key, string kind)
    {
        using var scope = NewDisposeScope();
        using var target = NetworkFactory.Create(s_tiny);
        var error = Assert.Throws<CheckpointMismatchException>(
            () => CheckpointLoader.Load(Checkpoint.Of(new Dictionary<string, Tensor> { [key] = zeros(2, 2) }), target));
        Assert.Contains(kind, error.Message);
        Assert.Contains(key, error.UnexpectedKeys);
    }

    [Theory]
    [InlineData("hf_vit_folder", "HuggingFace", 4, 1e-12, 8, 6)]
    [InlineData("hf_vit_sharded_folder", "HuggingFace", 4, 1e-12, 8, 6)]
    [InlineData("timm_folder", "timm", 4, 1e-6, 4, 7)]
    public void FoldersTellTheirArchitecture(string folder, string naming, int heads, double eps, int patch, int classes)
    {
        using var scope = NewDisposeScope();
        using var checkpoint = Checkpoint.Open(Path.Combine(Goldens, "vit-mae", "formats", folder));
        var configuration = Assert.IsType<ViTConfiguration>(checkpoint.Architecture!.Configuration);
        Assert.Equal((heads, eps, patch, classes, 2), (configuration.Heads, configuration.NormEps, configuration.PatchSize, configuration.NumClasses, configuration.Depth));
        Assert.Equal(32, configuration.ImageHeight);

        using var network = NetworkFactory.Create(checkpoint.Architecture, classes);
        var report = CheckpointLoader.Load(checkpoint, network);
        Assert.Equal(naming, report.Naming);
        Assert.Equal(32, report.Loaded.Count);
    }

    [Fact]
    public void FoldersTellTheirPreprocessing()
    {
        using var huggingFace = Checkpoint.Open(Path.Combine(Goldens, "vit-mae", "formats", "hf_vit_folder"));
        Assert.Equal((32, 32, ResizeMode.Square, Interpolation.Bilinear, 0.5f), Summary(huggingFace));
        using var timm = Checkpoint.Open(Path.Combine(Goldens, "vit-mae", "formats", "timm_folder"));
        Assert.Equal((32, 32, ResizeMode.ShortestEdge, Interpolation.Bicubic, 0.5f), Summary(timm));
        Assert.Equal(35, timm.Preprocessing!.Resize);

        static (int, int, ResizeMode, Interpolation, float) Summary(Checkpoint checkpoint)
            => checkpoint.Preprocessing is { } found ? (found.Height, found.Width, found.ResizeMode, found.Interpolation, found.Mean[0]) : default;
    }

    [Fact]
    public void OtherHeadsThanTheConfigurationSaysAreRefused()
    {
        using var scope = NewDisposeScope();
        using var checkpoint = Checkpoint.Open(Path.Combine(Goldens, "vit-mae", "formats", "hf_vit_folder"));
        var configuration = (ViTConfiguration)checkpoint.Architecture!.Configuration;
        using var network = NetworkFactory.Create(configuration with { Heads = 8 });
        var error = Assert.Throws<CheckpointMismatchException>(() => CheckpointLoader.Load(checkpoint, network));
        Assert.Contains("attention heads: 4", error.Message);
    }

    [Fact]
    public void AHeadWithoutClassesIsNoHead()
    {
        using var scope = NewDisposeScope();
        using var source = NetworkFactory.Create(s_tiny, seed: 1);
        using var target = NetworkFactory.Create(s_tiny, seed: 2);
        var weights = new Dictionary<string, Tensor>(source.state_dict()) { ["head.bias"] = tensor(1f) };
        var error = Assert.Throws<CheckpointMismatchException>(() => CheckpointLoader.Load(Checkpoint.Of(weights), target));
        Assert.StartsWith("head.bias: []", Assert.Single(error.MisshapenKeys));
    }

    [Fact]
    public void ThingsThatAreNotThereOrNotReadSaySo()
    {
        Assert.Throws<FileNotFoundException>(() => Checkpoint.Open(Path.Combine(Goldens, "nowhere.safetensors")));
        Assert.Throws<FileNotFoundException>(() => Checkpoint.Open(Path.Combine(Goldens, "swin-clip", "images")));
        var page = Path.GetTempFileName();
        File.WriteAllText(page, "<!DOCTYPE html><title>404</title>");
        Assert.Contains("a web page", Assert.Throws<CheckpointFormatException>(() => Checkpoint.Open(page)).Message);
        File.Delete(page);
    }

    [Fact]
    public void AnIndexMayNotLeadOutOfItsFolder()
    {
        var folder = Directory.CreateTempSubdirectory().FullName;
        File.WriteAllText(Path.Combine(folder, "model.safetensors.index.json"), """{"weight_map":{"x":"../secret.safetensors"}}""");
        Assert.Contains("not beside it", Assert.Throws<CheckpointFormatException>(() => Checkpoint.Open(folder)).Message);
        Directory.Delete(folder, true);
    }

    [Fact]
    public void SavedWeightsComeBackExactlyOrNotAtAll()
    {
        using var scope = NewDisposeScope();
        using var source = NetworkFactory.Create(s_tiny, seed: 1);
        using var target = NetworkFactory.Create(s_tiny, seed: 2);
        using var saved = new MemoryStream();
        SafetensorsWriter.Write(saved, source.state_dict());
        saved.Position = 0;
        CheckpointLoader.LoadExact(saved, target, s_tiny);
        Assert.All(source.state_dict().Keys, key => Assert.True(Same(source, target, key)));

        using var other = NetworkFactory.Create(s_tiny with { NumClasses = 6 });
        saved.Position = 0;
        Assert.Equal(2, Assert.Throws<CheckpointMismatchException>(() => CheckpointLoader.LoadExact(saved, other, other.Configuration)).MisshapenKeys.Count);
    }

    private static string Goldens
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (!Directory.Exists(Path.Combine(folder!.FullName, "test", "Assets", "Goldens")))
                folder = folder.Parent;
            return Path.Combine(folder.FullName, "test", "Assets", "Goldens");
        }
    }

    private static bool Same(VisionNetwork a, VisionNetwork b, string key) => a.state_dict()[key].eq(b.state_dict()[key]).all().item<bool>();
}
