using Microsoft.ML.VisionTransformers.Mae;

namespace Microsoft.ML.VisionTransformers.Tests.Mae;

/// <summary>Sizes at which a masked autoencoder takes no time: 2x3 patches of 4x4 pixels.</summary>
internal static class TinyMae
{
    public static readonly MaeConfiguration Configuration = new()
    {
        ImageHeight = 8, ImageWidth = 12, PatchSize = 4, Dim = 16, Depth = 2, Heads = 2, MlpRatio = 2,
        DecoderDim = 8, DecoderDepth = 1, DecoderHeads = 2, DecoderMlpRatio = 3, MaskRatio = 0.5,
    };
}
