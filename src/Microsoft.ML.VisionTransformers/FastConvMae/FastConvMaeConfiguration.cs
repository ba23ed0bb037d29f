using System.Text.Json.Serialization;
using Microsoft.ML.VisionTransformers.ConvMae;
using TorchSharp;

namespace Microsoft.ML.VisionTransformers.FastConvMae;

/// <summary>
/// ConvMAE with several complementary masks an image (Gao et al., FastConvMAE, 2022): every patch is seen under one of them and predicted
/// under all others, and the convolutional stages run once for all. Its weights have the sizes and names of ConvMAE's.
/// </summary>
public sealed record FastConvMaeConfiguration : ConvMaskedConfiguration
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Family => "FastConvMAE";

    /// <summary>Masks an image: as many as it takes to see each patch once. 4 for a mask ratio of 0.75.</summary>
    [JsonIgnore]
    public int MaskCount => (int)Math.Round(1 / (1 - MaskRatio));

    /// <summary>
    /// These sizes with FastConvMAE's masks. Weights of the two methods have the same names and shapes, so a file of either is first taken for
    /// ConvMAE's.
    /// </summary>
    internal static FastConvMaeConfiguration Of(ConvMaskedConfiguration sizes) => new()
    {
        ImageHeight = sizes.ImageHeight,
        ImageWidth = sizes.ImageWidth,
        Channels = sizes.Channels,
        Encoder = sizes.Encoder,
        NormEps = sizes.NormEps,
        MaskRatio = sizes.MaskRatio,
        NormalizePixels = sizes.NormalizePixels,
        DecoderDim = sizes.DecoderDim,
        DecoderDepth = sizes.DecoderDepth,
        DecoderHeads = sizes.DecoderHeads,
        DecoderMlpRatio = sizes.DecoderMlpRatio,
    };

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        Require(MaskCount > 1 && Math.Abs(MaskCount * (1 - MaskRatio) - 1) < 1e-6,
            $"Masks that complement each other leave one patch in 2, 3, 4, ... to see; a mask ratio of {MaskRatio} does not.");
        Require(Grid.Count % MaskCount == 0, $"{Grid.Count} patches do not divide into {MaskCount} complementary masks.");
    }

    internal override torch.nn.Module CreateNetwork(long seed) => new FastConvMaskedAutoencoder(this, seed);
}
