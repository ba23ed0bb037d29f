using Microsoft.ML.VisionTransformers.Architectures;
using Microsoft.ML.VisionTransformers.Images;
using Microsoft.ML.VisionTransformers.Modules;
using Microsoft.ML.VisionTransformers.Swin;
using Microsoft.ML.VisionTransformers.SwinV2;
using Microsoft.ML.VisionTransformers.Tests.Drawing;
using Microsoft.ML.VisionTransformers.Tests.Weights.Export;
using Microsoft.ML.VisionTransformers.Weights;
using Microsoft.ML.VisionTransformers.Weights.Export;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Tests.Swin;

public sealed class ShiftedWindowExportsTests : IDisposable
{
    // Maps of 16 and 8 patches in windows of 4: every library cuts them alike.
    private static readonly SwinConfiguration s_v1 = new()
    {
        ImageHeight = 64, ImageWidth = 64, EmbedDim = 8, Depths = [2, 2], Heads = [2, 4], WindowSize = 4, MlpRatio = 2, NumClasses = 5,
    };

    private static readonly SwinV2Configuration s_v2 = new()
    {
        ImageHeight = 64, ImageWidth = 64, EmbedDim = 8, Depths = [2, 2], Heads = [2, 4], WindowSize = 4, MlpRatio = 2, NumClasses = 5,
    };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string, WeightNaming> RoundTrips
    {
        get
        {
            var data = new TheoryData<string, WeightNaming>();
            foreach (var kind in new[] { "V1", "V2", "V1 without bias", "V2 pretrained", "V1 features" })
            {
                foreach (var naming in Enum.GetValues<WeightNaming>())
                {
                    if (naming != WeightNaming.Torchvision || kind is "V1" or "V2")
                        data.Add(kind, naming);
                }
            }
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(RoundTrips))]
    public void WhatIsWrittenComesBack(string kind, WeightNaming naming)
    {
        using var scope = NewDisposeScope();
        var configuration = Kind(kind);
        using var source = Network(configuration);
        var path = Write(source, configuration, naming);
        if (CheckpointWriter.IsFolder(naming))
            Metadata.Drop(Path.Combine(path, "model.safetensors"));

        using var checkpoint = Checkpoint.Open(path);
        var found = (ShiftedWindowConfiguration)checkpoint.Identity!.Configuration;
        Assert.Equal(configuration, found with { WindowConvention = configuration.WindowConvention });
        using var target = NetworkFactory.Create(found, seed: 2);
        var report = CheckpointLoader.Load(checkpoint, target);
        Assert.Empty(report.Fresh);
        Assert.Empty(report.Resized);
        foreach (var (key, tensor) in source.state_dict())
            Assert.True(tensor.eq(target.state_dict()[key]).all().item<bool>(), key);
        source.eval();
        target.eval();
        var images = randn(2, 3, configuration.ImageHeight, configuration.ImageWidth);
        // transformers' V2 masks twice as hard, which is nothing to a softmax.
        Assert.InRange((source.call(images) - target.call(images)).abs().max().item<float>(), 0, 1e-6f);
    }

    [TorchvisionFact]
    public void TorchvisionsV1GivesTheSameLogits()
    {
        using var scope = NewDisposeScope();
        using var network = Network(s_v1);
        Assert.InRange(TorchvisionPeer.LargestDifference(Write(network, s_v1, WeightNaming.Torchvision), network), 0, 1e-4f);
    }

    [TorchvisionFact]
    public void TorchvisionsV2GivesTheSameLogits()
    {
        using var scope = NewDisposeScope();
        using var network = Network(s_v2);
        Assert.InRange(TorchvisionPeer.LargestDifference(Write(network, s_v2, WeightNaming.Torchvision), network), 0, 1e-4f);
    }

    [Theory]
    [InlineData("V1 shrunk window", WeightNaming.Torchvision, "other windows")]
    [InlineData("V1 shrunk window", WeightNaming.HuggingFace, "other windows")]
    [InlineData("V1 positions", WeightNaming.Timm, "no table of positions")]
    [InlineData("V2 pretrained", WeightNaming.Torchvision, "earlier training")]
    [InlineData("V1 features", WeightNaming.Torchvision, "always has a classifier")]
    [InlineData("V1 without bias", WeightNaming.Torchvision, "have biases")]
    public void WhatALibraryDoesNotHaveIsRefused(string kind, WeightNaming naming, string reason)
    {
        using var network = Network(Kind(kind));
        Assert.Contains(reason, Assert.Throws<NotSupportedException>(() => Write(network, Kind(kind), naming)).Message);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Theory]
    [InlineData("swinv1_torchvision", WeightNaming.Torchvision)]
    [InlineData("swinv2_torchvision", WeightNaming.Torchvision)]
    [InlineData("swinv1_hf", WeightNaming.HuggingFace)]
    [InlineData("swinv2_hf", WeightNaming.HuggingFace)]
    [InlineData("swinv1_timm", WeightNaming.Timm)]
    [InlineData("swinv2_timm", WeightNaming.Timm)]
    public void KeysAreThoseThatTheLibraryRecorded(string fixture, WeightNaming naming)
    {
        using var scope = NewDisposeScope();
        ShiftedWindowConfiguration configuration = fixture.StartsWith("swinv2", StringComparison.Ordinal) ? s_v2 : s_v1;
        using var network = Network(configuration);
        using var written = Checkpoint.Open(Write(network, configuration, naming));
        using var recorded = Checkpoint.Open(Golden.PathOf($"swin-clip/{fixture}.safetensors"));
        var theirs = recorded.Entries.Keys.Where(key => key.StartsWith("weights/", StringComparison.Ordinal)).Select(key => key["weights/".Length..]);
        Assert.Equal(theirs.Order(StringComparer.Ordinal), written.Entries.Keys.Order(StringComparer.Ordinal));
    }

    private static ShiftedWindowConfiguration Kind(string kind) => kind switch
    {
        "V1" => s_v1,
        "V1 without bias" => s_v1 with { QkvBias = false },
        // Four stages, as all published: by fewer, timm's names are told from the official ones by the classifier only.
        "V1 features" => s_v1 with { NumClasses = 0, ImageHeight = 128, ImageWidth = 128, Depths = [1, 1, 1, 1], Heads = [1, 2, 4, 8] },
        "V1 positions" => s_v1 with { AbsolutePositions = true },
        "V1 shrunk window" => s_v1 with { ImageHeight = 24, ImageWidth = 24 },
        "V2 pretrained" => s_v2 with { PretrainedWindowSizes = [3, 2] },
        _ => s_v2,
    };

    private static VisionNetwork Network(ShiftedWindowConfiguration configuration)
    {
        var network = NetworkFactory.Create(configuration, seed: 1);
        using var _ = no_grad();
        foreach (var parameter in network.parameters())
            parameter.add_(randn_like(parameter), alpha: 0.1);
        return network;
    }

    private string Write(VisionNetwork network, ShiftedWindowConfiguration configuration, WeightNaming naming)
    {
        var path = Path.Combine(_folder.Path, CheckpointWriter.IsFolder(naming) ? "model" : "model.safetensors");
        var architecture = new VisionArchitecture { Name = "tiny", Configuration = configuration, Preprocessing = ImagePreprocessing.Squash(configuration.ImageHeight) };
        new CheckpointWriter(architecture).Write(path, network.state_dict(), naming);
        return path;
    }
}
