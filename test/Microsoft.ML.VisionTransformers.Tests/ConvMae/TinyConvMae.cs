using Microsoft.ML.VisionTransformers.ConvMae;
using Microsoft.ML.VisionTransformers.FastConvMae;
using Microsoft.ML.VisionTransformers.Modules;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Tests.ConvMae;

/// <summary>ConvMAE's networks small enough for a test: 16 tokens of 64x64 pixels.</summary>
internal static class TinyConvMae
{
    public static ConvEncoderSizes Encoder { get; } = new()
    {
        Stage1 = new ConvStage { PatchSize = 4, Dim = 8, Depth = 1, MlpRatio = 2 },
        Stage2 = new ConvStage { Dim = 12, Depth = 2, MlpRatio = 3 },
        Dim = 24, Depth = 2, Heads = 3, MlpRatio = 2,
    };

    public static ConvViTConfiguration Classifier { get; } = new() { ImageHeight = 64, ImageWidth = 64, Encoder = Encoder, NumClasses = 5 };

    public static ConvMaeConfiguration Pretraining { get; } = new()
    {
        ImageHeight = 64, ImageWidth = 64, Encoder = Encoder, DecoderDim = 16, DecoderDepth = 1, DecoderHeads = 2, DecoderMlpRatio = 2,
    };

    public static FastConvMaeConfiguration Fast { get; } = FastConvMaeConfiguration.Of(Pretraining);

    /// <summary>Gives every weight a value that shows: first values leave biases at 0 and norms at 1.</summary>
    public static void Randomize(nn.Module network, long seed = 7)
    {
        using var generator = new Generator(unchecked((ulong)seed));
        foreach (var (_, parameter) in network.named_parameters())
            Initialization.Normal(parameter, 0.3, generator);
    }

    public static float Largest(Tensor difference) => difference.abs().max().item<float>();
}
