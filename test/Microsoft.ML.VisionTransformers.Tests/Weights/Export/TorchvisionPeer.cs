using Microsoft.ML.VisionTransformers.Modules;
using Microsoft.ML.VisionTransformers.Tests.Drawing;
using Microsoft.ML.VisionTransformers.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Tests.Weights.Export;

/// <summary>torchvision's own model with weights that were written for it.</summary>
internal static class TorchvisionPeer
{
    /// <summary>Loads the weights strictly into the model that their header names, and gives its largest difference of logits from ours.</summary>
    public static float LargestDifference(string weights, VisionNetwork network)
    {
        using var scope = NewDisposeScope();
        using var folder = new TemporaryFolder();
        network.eval();
        using var _ = no_grad();
        var images = randn(4, 3, network.Configuration.ImageHeight, network.Configuration.ImageWidth);
        var expected = Path.Combine(folder.Path, "expected.safetensors");
        SafetensorsWriter.Write(expected, new Dictionary<string, Tensor> { ["pixel_values"] = images, ["logits"] = network.call(images) });
        var (code, output, error) = TorchvisionFactAttribute.Run(Repository.Asset("Python", "torchvision_logits.py"), weights, expected);
        Assert.True(code == 0, error);
        return float.Parse(output, System.Globalization.CultureInfo.InvariantCulture);
    }
}
