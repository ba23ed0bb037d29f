using System.Text.Json.Nodes;
using Microsoft.ML.VisionTransformers.Architectures;
using Microsoft.ML.VisionTransformers.Images;
using Microsoft.ML.VisionTransformers.Mae;
using Microsoft.ML.VisionTransformers.Modules;
using Microsoft.ML.VisionTransformers.Tests.Drawing;
using Microsoft.ML.VisionTransformers.ViT;
using Microsoft.ML.VisionTransformers.Weights;
using Microsoft.ML.VisionTransformers.Weights.Export;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Tests.Weights.Export;

public sealed class CheckpointWriterTests : IDisposable
{
    private static readonly ImagePreprocessing s_preprocessing = new()
    {
        Width = 16, Height = 16, Resize = 18, Interpolation = Interpolation.Bilinear, Mean = ImagePreprocessing.Half, Std = ImagePreprocessing.Half,
    };

    // Two heads of eight channels: nothing that could be guessed from shapes.
    private static readonly ViTConfiguration s_tiny = new()
    {
        ImageHeight = 16, ImageWidth = 16, PatchSize = 4, Dim = 16, Depth = 2, Heads = 2, MlpRatio = 2, NumClasses = 3,
    };

    private static readonly string[] s_classes = ["Äpfel", "pears", "\"quinces\""];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<WeightNaming, string> RoundTrips => new()
    {
        { WeightNaming.Native, "plain" },
        { WeightNaming.Native, "all options" },
        { WeightNaming.Timm, "plain" },
        { WeightNaming.Timm, "all options" },
        { WeightNaming.Timm, "not square" },
        { WeightNaming.HuggingFace, "plain" },
        { WeightNaming.HuggingFace, "quick" },
        { WeightNaming.HuggingFace, "not square" },
        { WeightNaming.HuggingFace, "pooler" },
        { WeightNaming.Torchvision, "plain" },
        { WeightNaming.Torchvision, "representation" },
    };

    [Theory]
    [MemberData(nameof(RoundTrips))]
    public void WhatIsWrittenComesBack(WeightNaming naming, string kind)
    {
        using var scope = NewDisposeScope();
        var configuration = Kind(kind);
        using var source = NetworkFactory.Create(configuration, seed: 1);
        Disturb(source);
        var path = Write(source, configuration, naming);
        if (CheckpointWriter.IsFolder(naming))
            Metadata.Drop(Path.Combine(path, "model.safetensors"));

        using var checkpoint = Checkpoint.Open(path);
        var found = checkpoint.Architecture!;
        Assert.Equal(configuration with { DynamicSize = false }, Comparable((ViTConfiguration)found.Configuration, configuration));
        if (configuration.NumClasses > 0)
            Assert.Equal(s_classes, checkpoint.ClassNames);
        Assert.Equal((18, 16), (checkpoint.Preprocessing!.Resize, checkpoint.Preprocessing.Width));

        using var target = NetworkFactory.Create(found, configuration.NumClasses, seed: 2);
        var report = CheckpointLoader.Load(checkpoint, target);
        Assert.Empty(report.Fresh);
        Assert.Empty(report.Resized);
        Assert.Null(report.HeadReplaced);
        foreach (var (key, tensor) in source.state_dict())
            Assert.True(tensor.eq(target.state_dict()[key]).all().item<bool>(), key);
        source.eval();
        target.eval();
        var images = randn(2, 3, configuration.ImageHeight, configuration.ImageWidth);
        Assert.Equal(0, (source.call(images) - target.call(images)).abs().max().item<float>());
    }

    [TorchvisionFact]
    public void TorchvisionsViTGivesTheSameLogits()
    {
        using var scope = NewDisposeScope();
        using var network = NetworkFactory.Create(s_tiny with { RepresentationSize = 12 }, seed: 1);
        Disturb(network);
        var weights = Write(network, s_tiny with { RepresentationSize = 12 }, WeightNaming.Torchvision);
        Assert.InRange(TorchvisionPeer.LargestDifference(weights, network), 0, 1e-4f);
    }

    [Fact]
    public void HuggingFacesFilesAreThoseOfTransformers()
    {
        using var network = NetworkFactory.Create(s_tiny, seed: 1);
        var folder = Write(network, s_tiny, WeightNaming.HuggingFace);
        var config = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "config.json")))!.AsObject();
        var published = JsonNode.Parse(File.ReadAllText(Golden.PathOf("vit-mae/formats/hf_vit_folder/config.json")))!.AsObject();
        Assert.Empty(published.Select(pair => pair.Key).Except(config.Select(pair => pair.Key)).Except(["transformers_version"]));
        Assert.Equal("Äpfel", (string)config["id2label"]!["0"]!);
        Assert.Equal(2, (int)config["label2id"]!["\"quinces\""]!);
        Assert.Contains("\"Äpfel\"", File.ReadAllText(Path.Combine(folder, "config.json")));

        var processor = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "preprocessor_config.json")))!;
        Assert.Equal("CLIPImageProcessor", (string)processor["image_processor_type"]!);
        Assert.Equal((18, 16, 2), ((int)processor["size"]!["shortest_edge"]!, (int)processor["crop_size"]!["height"]!, (int)processor["resample"]!));
    }

    [Fact]
    public void TimmsFileNamesEveryArgument()
    {
        using var network = NetworkFactory.Create(s_tiny, seed: 1);
        var config = JsonNode.Parse(File.ReadAllText(Path.Combine(Write(network, s_tiny, WeightNaming.Timm), "config.json")))!;
        Assert.Equal((16, 4, 2, 2), ((int)config["model_args"]!["img_size"]!, (int)config["model_args"]!["patch_size"]!,
            (int)config["model_args"]!["depth"]!, (int)config["model_args"]!["num_heads"]!));
        Assert.Equal(18, Math.Floor(16 / (double)config["pretrained_cfg"]!["crop_pct"]!));
        Assert.Equal([3, 16, 16], config["pretrained_cfg"]!["input_size"]!.AsArray().Select(side => (int)side!));
        Assert.Equal("quinces", ((string)config["label_names"]![2]!).Trim('"'));
    }

    [Fact]
    public void TimmsFolderKeepsNothingOfTransformers()
    {
        using var network = NetworkFactory.Create(s_tiny, seed: 1);
        var folder = Write(network, s_tiny, WeightNaming.HuggingFace);
        File.WriteAllText(Path.Combine(folder, "notes.txt"), "mine");
        var squashed = s_preprocessing with { Resize = 0, ResizeMode = ResizeMode.Square };
        new CheckpointWriter(Architecture(s_tiny) with { Preprocessing = squashed }).Write(folder, network.state_dict(), WeightNaming.Timm);

        Assert.Equal(["config.json", "model.safetensors", "notes.txt"], Directory.GetFiles(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        using var checkpoint = Checkpoint.Open(folder);
        Assert.Equal(ResizeMode.Square, checkpoint.Preprocessing!.ResizeMode);
    }

    [Theory]
    [InlineData(WeightNaming.HuggingFace, "transformers' ViT", "register tokens")]
    [InlineData(WeightNaming.HuggingFace, "transformers' ViT", "LayerScale")]
    [InlineData(WeightNaming.Torchvision, "torchvision's VisionTransformer", "normalise queries and keys")]
    public void WhatALibraryDoesNotHaveIsRefusedWithAllReasons(WeightNaming naming, string library, string reason)
    {
        var configuration = Kind("all options");
        using var network = NetworkFactory.Create(configuration, seed: 1);
        var error = Assert.Throws<NotSupportedException>(() => Write(network, configuration, naming));
        Assert.StartsWith($"{library} cannot express this ViT:", error.Message);
        Assert.Contains(reason, error.Message);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void TimmHasNoRepresentationLayer()
    {
        using var network = NetworkFactory.Create(s_tiny with { RepresentationSize = 12 }, seed: 1);
        Assert.Contains("between pooling and classifier",
            Assert.Throws<NotSupportedException>(() => Write(network, s_tiny with { RepresentationSize = 12 }, WeightNaming.Timm)).Message);
    }

    [Fact]
    public void SmallDifferencesAreNoted()
    {
        using var network = NetworkFactory.Create(s_tiny with { NormEps = 1e-12 }, seed: 1);
        var writer = new CheckpointWriter(Architecture(s_tiny with { NormEps = 1e-12 }));
        var notes = writer.Write(Path.Combine(_folder.Path, "w.safetensors"), network.state_dict(), WeightNaming.Torchvision);
        Assert.Equal("torchvision's layer norms add 1e-6 where this network's add 1e-12.", Assert.Single(notes));
    }

    [Fact]
    public void AMaskedAutoencoderGoesToTransformersAndBack()
    {
        using var scope = NewDisposeScope();
        var configuration = new MaeConfiguration
        {
            ImageHeight = 16, ImageWidth = 16, PatchSize = 4, Dim = 16, Depth = 2, Heads = 2, DecoderDim = 8, DecoderDepth = 1, DecoderHeads = 2, MaskRatio = 0.5,
        };
        using var source = NetworkFactory.Create((VisionConfiguration)configuration, seed: 1);
        var folder = Path.Combine(_folder.Path, "mae");
        new CheckpointWriter(Architecture(configuration)).Write(folder, source.state_dict(), WeightNaming.HuggingFace);

        using var checkpoint = Checkpoint.Open(folder);
        Assert.Equal(configuration, checkpoint.Identity!.Configuration);
        using var target = NetworkFactory.Create(checkpoint.Identity.Configuration, seed: 2);
        CheckpointLoader.Load(checkpoint, target, configuration);
        foreach (var (key, tensor) in source.state_dict())
            Assert.True(tensor.eq(target.state_dict()[key]).all().item<bool>(), key);

        Assert.Throws<NotSupportedException>(() => new CheckpointWriter(Architecture(configuration)).Write(folder, source.state_dict(), WeightNaming.Torchvision));
    }

    [Fact]
    public void HalfPrecisionHalvesTheFile()
    {
        using var scope = NewDisposeScope();
        using var network = NetworkFactory.Create(s_tiny, seed: 1);
        var (full, half) = (Path.Combine(_folder.Path, "full.safetensors"), Path.Combine(_folder.Path, "half.safetensors"));
        new CheckpointWriter(Architecture(s_tiny)).Write(full, network.state_dict(), WeightNaming.Native);
        new CheckpointWriter(Architecture(s_tiny)) { Half = true }.Write(half, network.state_dict(), WeightNaming.Native);
        using var checkpoint = Checkpoint.Open(half);
        Assert.Equal("F16", Assert.Single(checkpoint.ElementTypes).Key);
        var difference = checkpoint.Load("blocks.1.mlp.fc1.weight").to(ScalarType.Float32) - network.state_dict()["blocks.1.mlp.fc1.weight"];
        Assert.InRange(difference.abs().max().item<float>(), 0, 1e-3f);
        Assert.True(new FileInfo(half).Length < new FileInfo(full).Length * 0.7);
    }

    [Fact]
    public void MetadataOfOthersIsIgnored()
    {
        var path = Path.Combine(_folder.Path, "foreign.safetensors");
        using var network = NetworkFactory.Create(s_tiny, seed: 1);
        SafetensorsWriter.Write(path, network.state_dict(), new Dictionary<string, string> { ["library"] = "x", ["architecture"] = "{\"name\":7}" });
        using var checkpoint = Checkpoint.Open(path);
        Assert.Equal("x", checkpoint.Metadata["library"]);
        Assert.Equal(16, ((ViTConfiguration)checkpoint.Identity!.Configuration).Dim);
        Assert.Null(checkpoint.ClassNames);
    }

    private string Write(nn.Module network, ViTConfiguration configuration, WeightNaming naming)
    {
        var path = Path.Combine(_folder.Path, CheckpointWriter.IsFolder(naming) ? "model" : "model.safetensors");
        var writer = new CheckpointWriter(Architecture(configuration)) { ClassNames = configuration.NumClasses > 0 ? s_classes : null };
        writer.Write(path, network.state_dict(), naming);
        return path;
    }

    private static VisionArchitecture Architecture(VisionConfiguration configuration)
        => new() { Name = "tiny", Configuration = configuration, Preprocessing = s_preprocessing };

    private static ViTConfiguration Kind(string kind) => kind switch
    {
        "all options" => s_tiny with
        {
            RegisterTokens = 2, NoEmbedClass = true, Pooling = ViTPooling.Average, FcNorm = true, LayerScale = 1e-5, QkNorm = true, PreNorm = true, NormEps = 1e-5,
            QkvBias = false, Activation = Activation.QuickGelu,
        },
        "not square" => s_tiny with { ImageWidth = 32, NormEps = 1e-6 },
        "pooler" => s_tiny with { NumClasses = 0, RepresentationSize = 16, NormEps = 1e-12 },
        "quick" => s_tiny with { Activation = Activation.QuickGelu },
        "representation" => s_tiny with { RepresentationSize = 12 },
        _ => s_tiny,
    };

    /// <summary>With the choices that the namings leave open, and that don't change what the network computes.</summary>
    private static ViTConfiguration Comparable(ViTConfiguration found, ViTConfiguration written)
        => found with { FcNorm = written.FcNorm, PositionResampling = written.PositionResampling };

    /// <summary>Fresh biases are all zero and fresh scales all one; here every weight is its own.</summary>
    private static void Disturb(nn.Module network)
    {
        using var _ = no_grad();
        foreach (var parameter in network.parameters())
            parameter.add_(randn_like(parameter), alpha: 0.1);
    }
}
