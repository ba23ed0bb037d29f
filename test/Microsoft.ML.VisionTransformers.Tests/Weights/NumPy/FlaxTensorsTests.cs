using Fuzz.Samples;
using Microsoft.ML.VisionTransformers.Architectures;
using Microsoft.ML.VisionTransformers.Modules;
using Microsoft.ML.VisionTransformers.Tests.Drawing;
using Microsoft.ML.VisionTransformers.ViT;
using Microsoft.ML.VisionTransformers.Weights;
using Microsoft.ML.VisionTransformers.Weights.NumPy;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Tests.Weights.NumPy;

public class FlaxTensorsTests
{
    [Fact]
    public void KernelsAreTurnedRound()
    {
        using var scope = NewDisposeScope();
        var dense = arange(6, float32).reshape(2, 3);                 // in, out
        var query = arange(24, float32).reshape(2, 3, 4);             // in, heads, width
        var output = arange(24, float32).reshape(3, 4, 2);            // heads, width, out
        var convolution = arange(48, float32).reshape(2, 2, 3, 4);    // height, width, in, out
        using var flax = new FlaxTensors(new TensorsInMemory(new Dictionary<string, Tensor>
        {
            ["mlp/kernel"] = dense, ["query/kernel"] = query, ["x/out/kernel"] = output, ["embedding/kernel"] = convolution,
            ["query/bias"] = arange(12, float32).reshape(3, 4), ["mlp/bias"] = arange(3, float32), ["cls"] = zeros(1, 1, 2),
        }));
        Check("mlp/kernel", [3, 2], dense.t());
        Check("query/kernel", [12, 2], query.reshape(2, 12).t());
        Check("x/out/kernel", [2, 12], output.reshape(12, 2).t());
        Check("embedding/kernel", [4, 3, 2, 2], convolution.permute(3, 2, 0, 1));
        Check("query/bias", [12], arange(12, float32));
        Check("mlp/bias", [3], arange(3, float32));
        Check("cls", [1, 1, 2], zeros(1, 1, 2));

        void Check(string name, long[] shape, Tensor expected)
        {
            Assert.Equal(shape, flax.Entries[name].Shape);
            Assert.True(flax.Load(name).equal(expected).all().item<bool>(), name);
            var target = zeros(shape);
            flax.Read(name, target);
            Assert.True(target.eq(expected).all().item<bool>(), name);
        }
    }

    [Fact]
    public void AVisionTransformerOfGoogleIsLoadedFromItsFile()
    {
        using var scope = NewDisposeScope();
        var configuration = new ViTConfiguration
        {
            ImageHeight = 16, ImageWidth = 16, PatchSize = 4, Dim = 128, Depth = 2, Heads = 2, MlpRatio = 2, NumClasses = 5,
        };
        using var source = NetworkFactory.Create(configuration, seed: 1);
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "ViT-B_16.npz");
        File.WriteAllBytes(path, NumPyWriter.Archive(ViTKeyMaps.Flax.Export(source.state_dict()).Select(pair => KeyValuePair.Create(pair.Key, ToFlax(pair.Key, pair.Value)))));

        using var checkpoint = Checkpoint.Open(path);
        Assert.Equal("NumPy archive", checkpoint.Format);
        Assert.Equal([2, 64, 128], Assert.IsType<ViTConfiguration>(checkpoint.Identity!.Configuration) is { } found
            ? new[] { found.Heads, found.Dim / found.Heads, found.Dim } : []);
        using var target = NetworkFactory.Create(configuration with { PositionResampling = PositionResampling.Plain }, seed: 2);
        Assert.Equal(source.state_dict().Count, CheckpointLoader.Load(checkpoint, target).Loaded.Count);
        source.eval();
        target.eval();
        var images = randn(2, 3, 16, 16);
        Assert.True(source.call(images).eq(target.call(images)).all().item<bool>());
    }

    private static Tensor ToFlax(string name, Tensor ours) => name.Split('/')[^1] switch
    {
        "kernel" when ours.dim() == 4 => ours.permute(2, 3, 1, 0),
        "kernel" when name.EndsWith("/out/kernel") => ours.t().reshape(2, 64, 128),
        "kernel" when name.Contains("Attention") => ours.t().reshape(128, 2, 64),
        "kernel" => ours.t(),
        "bias" when name.Contains("Attention") && !name.EndsWith("/out/bias") => ours.reshape(2, 64),
        _ => ours,
    };
}
