using System.Text.Json.Serialization;
using Microsoft.ML.VisionTransformers.Modules;

namespace Microsoft.ML.VisionTransformers.ConvMae;

/// <summary>
/// The encoder that ConvMAE, FastConvMAE and the classifier fine-tuned from them share: two convolutional stages and a transformer, at a
/// quarter, an eighth and a sixteenth of the image's sides (Gao et al., "ConvMAE: Masked Convolution Meets Masked Autoencoders", 2022).
/// The defaults are the base size, the only one in the authors' code.
/// </summary>
public sealed record ConvEncoderSizes
{
    /// <summary>The first convolutional stage, on the image. Default 256 channels, 2 blocks, patches of 4.</summary>
    public ConvStage Stage1 { get; init; } = new() { PatchSize = 4, Dim = 256 };

    /// <summary>The second convolutional stage. Default 384 channels, 2 blocks, patches of 2.</summary>
    public ConvStage Stage2 { get; init; } = new() { Dim = 384 };

    /// <summary>Side of the patches of stage 2 that become one token. Default 2.</summary>
    public int PatchSize { get; init; } = 2;

    /// <summary>Width of a token. Default 768.</summary>
    public int Dim { get; init; } = 768;

    /// <summary>Transformer blocks. Default 11.</summary>
    public int Depth { get; init; } = 11;

    /// <summary>Attention heads; divides <see cref="Dim"/>. Default 12.</summary>
    public int Heads { get; init; } = 12;

    /// <summary>Width of a transformer block's token-wise network as a multiple of <see cref="Dim"/>. Default 4.</summary>
    public double MlpRatio { get; init; } = 4;

    /// <summary>Epsilon of the layer norms among the convolutions. Default 1e-5: the authors' code leaves it at PyTorch's.</summary>
    public double ConvNormEps { get; init; } = 1e-5;

    /// <summary>Pixels of the image along one side of a token: 16.</summary>
    [JsonIgnore]
    public int Stride => Stage1.PatchSize * Stage2.PatchSize * PatchSize;

    internal int MlpDim => (int)(Dim * MlpRatio + 1e-6);

    internal int BlockCount => Stage1.Depth + Stage2.Depth + Depth;

    /// <summary>Width of the residual convolutions that add the first two stages' maps to the transformer's tokens: what only pretraining has.</summary>
    internal long FusionParameters => Dim * ((long)Stage1.Dim * Stage2.PatchSize * PatchSize * Stage2.PatchSize * PatchSize
        + (long)Stage2.Dim * PatchSize * PatchSize + 2);

    internal PatchGrid Grid(int height, int width) => new(height / Stride, width / Stride);

    /// <summary>The patch embeddings, the blocks of all stages and the position table for that many tokens; no norm after them.</summary>
    internal long CountParameters(int channels, int tokens)
    {
        long dim = Dim, hidden = MlpDim;
        var block = 4 * dim + 4 * dim * dim + 4 * dim + 2 * dim * hidden + hidden + dim;
        return Stage1.CountParameters(channels) + Stage2.CountParameters(Stage1.Dim)
            + (long)Stage2.Dim * PatchSize * PatchSize * dim + 3 * dim        // patch_embed3
            + dim * dim + dim                                                 // patch_embed4
            + (long)Depth * block + tokens * dim;
    }

    /// <summary>What is wrong with these sizes for such an image; null when they fit.</summary>
    internal string? Problem(int height, int width)
    {
        foreach (var (stage, name) in new[] { (Stage1, nameof(Stage1)), (Stage2, nameof(Stage2)) })
        {
            if (stage.PatchSize < 1 || stage.Dim < 1 || stage.Depth < 0 || stage.MlpDim < 1)
                return $"{name} needs patches, channels and a width: {stage}.";
        }
        if (PatchSize < 1 || height % Stride != 0 || width % Stride != 0)
            return $"An image of {height}x{width} pixels does not divide into tokens of {Stride}x{Stride}.";
        if (Dim < 1 || Heads < 1 || Dim % Heads != 0)
            return $"A width of {Dim} does not divide into {Heads} heads.";
        if (Depth < 1)
            return $"A transformer needs at least one block, not {Depth}.";
        return MlpDim < 1 ? $"{nameof(MlpRatio)} {MlpRatio} leaves the token-wise network no width." : null;
    }
}
