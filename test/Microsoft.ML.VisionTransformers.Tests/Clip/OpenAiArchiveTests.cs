using Microsoft.ML.VisionTransformers.Clip;
using Microsoft.ML.VisionTransformers.Modules;
using Microsoft.ML.VisionTransformers.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Tests.Clip;

/// <summary>A file as OpenAI publishes CLIP: a TorchScript archive in 16 bits, its sizes as scalars, no configuration beside it.</summary>
public class OpenAiArchiveTests
{
    [Fact]
    public void LogitsAreThoseOfOpenAisCode()
    {
        using var scope = NewDisposeScope();
        using var checkpoint = Checkpoint.Open(Golden.PathOf("swin-clip/checkpoints/clip_openai_style_torchscript.pt"));
        var configuration = (ClipConfiguration)checkpoint.Architecture!.Configuration;
        Assert.Equal(Activation.QuickGelu, configuration.Activation);
        // 32 channels make less than one head of OpenAI's 64; the recorded network has two.
        configuration = configuration with { TextHeads = 2 };
        using var network = TinyClip.Network(configuration);
        var report = CheckpointLoader.Load(checkpoint, network, configuration);
        Assert.Equal(3, report.Unused.Count);

        var expected = Golden.Open("swin-clip/checkpoints/clip_openai_style_torchscript.expected");
        using var file = SafetensorsFile.Open(Golden.PathOf("swin-clip/checkpoints/clip_openai_style_torchscript.expected.safetensors"));
        var (perImage, _) = network.call(file.Load("input/pixels"), file.Load("input/input_ids"));
        Assert.Equal([2L, 2], perImage.shape);
        foreach (var (ours, theirs) in perImage.reshape(-1).data<float>().ToArray().Zip(expected.Floats("output/logits_per_image")))
            Assert.Equal(theirs, ours, 1e-4f);
    }
}
