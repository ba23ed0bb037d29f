using Microsoft.ML.VisionTransformers.Architectures;
using Microsoft.ML.VisionTransformers.Modules;
using Microsoft.ML.VisionTransformers.Swin;
using Microsoft.ML.VisionTransformers.SwinV2;
using Microsoft.ML.VisionTransformers.Tests.Drawing;
using Microsoft.ML.VisionTransformers.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Tests.SwinV2;

public class SwinV2CheckpointsTests
{
    private static readonly SwinV2Configuration s_tiny = new()
    {
        ImageHeight = 64, ImageWidth = 64, EmbedDim = 8, Depths = [1, 2], Heads = [2, 4], WindowSize = 4, NumClasses = 5,
    };

    public static TheoryData<string> Namings => [.. SwinV2KeyMaps.All.Where(map => map != SwinV2KeyMaps.TimmFeatures).Select(map => map.Name)];

    [Theory]
    [MemberData(nameof(Namings))]
    public void EveryNamingIsReadBack(string name)
    {
        using var scope = NewDisposeScope();
        var naming = SwinV2KeyMaps.All.First(map => map.Name == name);
        var network = new SwinNetwork(s_tiny, seed: 1);
        using (no_grad())
        {
            foreach (var (key, parameter) in network.named_parameters())
            {
                if (key.EndsWith("q_bias") || key.EndsWith("v_bias") || key.Contains("norm"))
                    parameter.normal_();
            }
        }
        using var checkpoint = Checkpoint.Of(naming.Export(network.state_dict()), CheckpointConfig.Parse("""{ "image_size": 64, "window_size": 4 }"""));
        Assert.Equal(naming, checkpoint.Identity!.Naming);
        var found = (SwinV2Configuration)checkpoint.Identity.Configuration;
        Assert.Equal(s_tiny with { WindowConvention = found.WindowConvention }, found);

        var copy = new SwinNetwork(s_tiny, seed: 2);
        var report = CheckpointLoader.Load(checkpoint, copy);
        Assert.Equal((network.state_dict().Count, 0), (report.Loaded.Count, report.Fresh.Count));
        var images = randn(1, 3, 64, 64);
        network.eval();
        copy.eval();
        Assert.Equal(0, (network.call(images) - copy.call(images)).abs().max().item<float>());
    }

    [Fact]
    public void TorchvisionHasABiasForKeysThatIsZero()
    {
        using var scope = NewDisposeScope();
        var theirs = SwinV2KeyMaps.Torchvision.Export(new SwinNetwork(s_tiny, seed: 1).state_dict());
        Assert.Equal([24L], theirs["features.1.0.attn.qkv.bias"].shape);
        Assert.Equal(0, theirs["features.1.0.attn.qkv.bias"].narrow(0, 8, 8).abs().max().item<float>());
    }

    [Theory]
    [InlineData("layers.0.blocks.0.attn.relative_coords_table", new long[] { 1, 15, 15, 2 }, 8)]
    [InlineData("layers.0.blocks.0.attn.relative_position_index", new long[] { 64, 64 }, 8)]
    [InlineData("layers.0.blocks.0.attn.relative_position_index", new long[] { 65536 }, 16)]
    public void TablesTellTheWindow(string key, long[] shape, int window)
    {
        using var scope = NewDisposeScope();
        var weights = new SwinNetwork(s_tiny, seed: 1).state_dict();
        weights[key] = zeros(shape);
        weights["layers.0.blocks.1.attn_mask"] = zeros(4, 64, 64);
        using var checkpoint = Checkpoint.Of(weights);
        var found = (SwinV2Configuration)checkpoint.Identity!.Configuration;
        Assert.Equal((window, 64), (found.WindowSize, found.ImageHeight));
    }

    [Fact]
    public void NamesTellWindowImageAndPretraining()
    {
        using var scope = NewDisposeScope();
        var weights = new SwinNetwork(s_tiny, seed: 1).state_dict();
        using var checkpoint = Checkpoint.Of(weights, CheckpointConfig.Parse("""{ "architecture": "swinv2_base_window12to16_192to256" }"""));
        var found = (SwinV2Configuration)checkpoint.Identity!.Configuration;
        Assert.Equal((16, 256), (found.WindowSize, found.ImageHeight));
        Assert.Equal([12, 12], found.PretrainedWindowSizes);
    }

    [Theory]
    [InlineData(null, 4, new[] { 3, 3 })] // only a table tells the window
    [InlineData("""{ "image_size": 64, "window_size": 4 }""", 4, new[] { 3, 3 })]
    [InlineData("""{ "image_size": 64, "window_size": 4 }""", 8, new[] { 4, 4 })] // another window than the weights'
    [InlineData("""{ "image_size": 64, "window_size": 4, "pretrained_window_sizes": [2, 2] }""", 4, new[] { 2, 2 })]
    [InlineData("""{ "image_size": 64, "window_size": 4, "pretrained_window_sizes": [0, 0] }""", 4, new int[0])]
    [InlineData("""{ "architecture": "swinv2_x_window4_64" }""", 4, new int[0])]
    public void WindowsOfAFirstTrainingAreThoseThatWereAskedForWhereNothingTellsThem(string? config, int window, int[] trained)
    {
        using var scope = NewDisposeScope();
        var weights = new SwinNetwork(s_tiny, seed: 1).state_dict();
        weights["layers.0.blocks.0.attn.relative_coords_table"] = zeros(1, 7, 7, 2);
        weights["layers.0.blocks.1.attn_mask"] = zeros(16, 16, 16);
        using var checkpoint = Checkpoint.Of(weights, config is null ? null : CheckpointConfig.Parse(config));
        var asked = new VisionArchitecture
        {
            Name = "asked", Configuration = s_tiny with { WindowSize = window, PretrainedWindowSizes = [3, 3] }, Preprocessing = new() { Width = 64, Height = 64 },
        };
        Assert.Equal(trained, ((SwinV2Configuration)checkpoint.Refine(asked).Configuration).PretrainedWindowSizes);
    }

    [Fact]
    public void ALoneFileIsKnownByItsName()
    {
        using var scope = NewDisposeScope();
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "swinv2-x-patch4-window8-64.safetensors");
        using (var stream = File.Create(path))
            SafetensorsWriter.Write(stream, new SwinNetwork(s_tiny, seed: 1).state_dict());
        using var checkpoint = Checkpoint.Open(path);
        Assert.Equal((8, 64), (((SwinV2Configuration)checkpoint.Identity!.Configuration).WindowSize, checkpoint.Identity.Configuration.ImageHeight));
    }

    [Fact]
    public void WithoutAnythingThatTellsTheWindowNothingIsGuessed()
    {
        using var scope = NewDisposeScope();
        using var checkpoint = Checkpoint.Of(new SwinNetwork(s_tiny, seed: 1).state_dict());
        Assert.Null(checkpoint.Identity);
        Assert.Contains("Swin Transformer V2", checkpoint.Describe());
    }

    [Fact]
    public void TheScaleHasNoGradientAboveItsLimit()
    {
        using var scope = NewDisposeScope();
        var windows = new StageWindows(WindowConvention.Official, new(4, 4), new(4, 4), 2, isFixed: true);
        var attention = new CosineWindowAttention(new(4, 2), bias: true, windows, windows.Window, shifts: true);
        var scale = attention.named_parameters().Single(pair => pair.name == "logit_scale").parameter;
        using (no_grad())
            scale.copy_(tensor(new[] { 2f, 5f }, [2L, 1, 1]));
        var output = attention.call(randn(1, 4, 4, 4));
        (output * randn_like(output)).sum().backward();
        var gradient = scale.grad!.data<float>().ToArray();
        Assert.NotEqual(0, gradient[0]);
        Assert.Equal(0, gradient[1]);
    }
}
