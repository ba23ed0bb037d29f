using Microsoft.ML.VisionTransformers.Modules;

namespace Microsoft.ML.VisionTransformers.Architectures;

/// <summary>
/// The sizes and choices that all masked autoencoders have: their decoder, and what they predict (He et al., "Masked Autoencoders Are
/// Scalable Vision Learners", 2022). The defaults are the official code's, the same for every size of the encoder.
/// </summary>
public abstract record MaskedConfiguration : VisionConfiguration
{
    private protected MaskedConfiguration()
    {
    }

    /// <summary>Share of patches that the encoder does not see, above 0 and below 1. Default 0.75, the best of the paper's figure 5.</summary>
    public double MaskRatio { get; init; } = 0.75;

    /// <summary>
    /// Whether the pixels to predict are normalised within each patch. Default true: better features, though pictures need the patch's own
    /// mean and deviation back. The weights published for looking at reconstructions were trained with false.
    /// </summary>
    public bool NormalizePixels { get; init; } = true;

    /// <summary>Width of a decoder token; divisible by 4. Default 512.</summary>
    public int DecoderDim { get; init; } = 512;

    /// <summary>Number of decoder blocks. Default 8.</summary>
    public int DecoderDepth { get; init; } = 8;

    /// <summary>Attention heads of the decoder; divides <see cref="DecoderDim"/>. Default 16, 32 channels a head.</summary>
    public int DecoderHeads { get; init; } = 16;

    /// <summary>Width of a decoder block's token-wise network as a multiple of <see cref="DecoderDim"/>. Default 4.</summary>
    public double DecoderMlpRatio { get; init; } = 4;

    /// <summary>Epsilon of the layer norms of encoder and decoder blocks and after them. Default 1e-6.</summary>
    public double NormEps { get; init; } = 1e-6;

    /// <summary>Side in pixels of the patches that are masked and predicted.</summary>
    internal abstract int MaskPatch { get; }

    /// <summary>Width of the tokens that the encoder hands to the decoder.</summary>
    internal abstract int EncoderDim { get; }

    /// <summary>Tokens before those of the patches, such as a class token.</summary>
    internal abstract int PrefixTokens { get; }

    internal PatchGrid Grid => new(ImageHeight / MaskPatch, ImageWidth / MaskPatch);

    /// <summary>Numbers that are predicted for a patch: its pixels in all colours.</summary>
    internal int PatchValues => MaskPatch * MaskPatch * Channels;

    internal int DecoderMlpDim => (int)(DecoderDim * DecoderMlpRatio + 1e-6);

    /// <summary>How many numbers training changes: all but the fixed position tables.</summary>
    public long CountTrainableParameters() => CountParameters() - (PrefixTokens + Grid.Count) * ((long)EncoderDim + DecoderDim);

    /// <summary>How many numbers the encoder holds, its fixed position table included: what fine-tuning starts from.</summary>
    public abstract long CountEncoderParameters();

    /// <inheritdoc/>
    public override long CountParameters()
    {
        long dim = DecoderDim, hidden = DecoderMlpDim, norm = 2 * dim;
        var block = 2 * norm + 4 * dim * (dim + 1) + 2 * dim * hidden + hidden + dim;
        var tokens = (1 + PrefixTokens + Grid.Count) * dim;
        return CountEncoderParameters() + dim * (EncoderDim + 1) + tokens + DecoderDepth * block + norm + PatchValues * (dim + 1);
    }

    private protected void ValidateDecoder()
    {
        Require(MaskRatio is > 0 and < 1 && Math.Floor(Grid.Count * (1 - MaskRatio)) >= 1,
            $"A mask ratio of {MaskRatio} has to hide some of {Grid.Count} patches and leave at least one to see.");
        Require(DecoderDim > 0 && DecoderHeads > 0 && DecoderDim % DecoderHeads == 0, $"A decoder width of {DecoderDim} does not divide into {DecoderHeads} heads.");
        Require(DecoderDim % 4 == 0, $"The decoder's sine table needs a width divisible by 4, not {DecoderDim}.");
        Require(DecoderDepth > 0, $"A decoder needs at least one block, not {DecoderDepth}.");
        Require(DecoderMlpDim > 0, $"{nameof(DecoderMlpRatio)} {DecoderMlpRatio} leaves the token-wise network no width.");
        Require(NormEps > 0, $"{nameof(NormEps)} is above 0, not {NormEps}.");
    }
}
