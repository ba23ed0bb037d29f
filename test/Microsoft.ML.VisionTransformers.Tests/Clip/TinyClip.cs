using Microsoft.ML.VisionTransformers.Clip;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Tests.Clip;

/// <summary>A CLIP small enough for a test: 4 x 4 patches, texts of up to 8 of 40 tokens, the largest of which ends a text.</summary>
internal static class TinyClip
{
    public static readonly ClipConfiguration Configuration = new()
    {
        ImageHeight = 16, ImageWidth = 16, PatchSize = 4, EmbeddingDim = 12,
        VisionWidth = 24, VisionLayers = 2, VisionHeads = 3, TextWidth = 16, TextLayers = 2, TextHeads = 2, ContextLength = 8, VocabularySize = 40,
    };

    public static ClipNetwork Network(ClipConfiguration? configuration = null, long seed = 3)
    {
        var network = new ClipNetwork(configuration ?? Configuration, seed);
        network.eval();
        return network;
    }

    public static Tensor Texts() => tensor(new long[] { 38, 5, 7, 39, 0, 0, 0, 0, 38, 9, 1, 2, 3, 39, 0, 0 }, [2, 8]);
}
