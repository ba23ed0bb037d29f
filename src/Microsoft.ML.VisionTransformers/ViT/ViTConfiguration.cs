using System.Text.Json.Serialization;
using Microsoft.ML.VisionTransformers.Architectures;
using Microsoft.ML.VisionTransformers.Modules;

namespace Microsoft.ML.VisionTransformers.ViT;

/// <summary>
/// A plain vision transformer (Dosovitskiy et al., "An Image is Worth 16x16 Words", 2021) with the options that published weights
/// use. The defaults are ViT-B/16 at 224 pixels as timm builds it.
/// </summary>
public sealed record ViTConfiguration : ClassifierConfiguration
{
    /// <summary>Side of a square patch in pixels; divides both sides of the image. Default 16.</summary>
    public int PatchSize { get; init; } = 16;

    /// <summary>Width of a token. Default 768, ViT-B.</summary>
    public int Dim { get; init; } = 768;

    /// <summary>Number of transformer blocks. Default 12.</summary>
    public int Depth { get; init; } = 12;

    /// <summary>Attention heads; divides <see cref="Dim"/>. Default 12, 64 channels a head.</summary>
    public int Heads { get; init; } = 12;

    /// <summary>Width of a block's token-wise network as a multiple of <see cref="Dim"/>. Default 4.</summary>
    public double MlpRatio { get; init; } = 4;

    /// <summary>Whether a learned class token goes before the patches. Default true.</summary>
    public bool ClassToken { get; init; } = true;

    /// <summary>Learned tokens that only store things, after the class token (Darcet et al., 2023). Default 0.</summary>
    public int RegisterTokens { get; init; }

    /// <summary>Whether the position table covers the patches only, not the class and register tokens. Default false.</summary>
    public bool NoEmbedClass { get; init; }

    /// <summary>How tokens become one vector. Default the class token.</summary>
    public ViTPooling Pooling { get; init; } = ViTPooling.Token;

    /// <summary>Tokens that average pooling leaves out. Default (null) the class and register tokens.</summary>
    public int? PoolSkip { get; init; }

    /// <summary>
    /// Whether the norm comes after pooling instead of before it. Default (null) when pooling by average, as in MAE fine-tuning and timm.
    /// </summary>
    public bool? FcNorm { get; init; }

    /// <summary>First value of LayerScale on each residual branch, such as 1e-5; null (the default) for none.</summary>
    public double? LayerScale { get; init; }

    /// <summary>Whether queries and keys are normalised within each head. Default false.</summary>
    public bool QkNorm { get; init; }

    /// <summary>Whether tokens are normalised before the first block, as in CLIP; the patch projection then has no bias. Default false.</summary>
    public bool PreNorm { get; init; }

    /// <summary>Whether the projection to queries, keys and values has a bias. Default true.</summary>
    public bool QkvBias { get; init; } = true;

    /// <summary>
    /// The nonlinearity of the token-wise networks. Default exact GELU; only image towers of CLIP, OpenAI's among them, have another.
    /// </summary>
    public Activation Activation { get; init; } = Activation.Gelu;

    /// <summary>Epsilon of all layer norms. Default 1e-6 (timm, MAE, torchvision); HuggingFace's weights need 1e-12.</summary>
    public double NormEps { get; init; } = 1e-6;

    /// <summary>
    /// Whether images of other sizes are taken as well, the position table being resampled on the fly. Default false: they are refused.
    /// </summary>
    public bool DynamicSize { get; init; }

    /// <summary>The kernel by which the position table is resampled. Default timm's.</summary>
    public PositionResampling PositionResampling { get; init; }

    /// <summary>
    /// Width of a tanh layer between pooling and classifier (torchvision's representation size, HuggingFace's pooler); null (the default)
    /// for none.
    /// </summary>
    public int? RepresentationSize { get; init; }

    /// <summary>
    /// Whether the classifier is that of a linear probe: a batch norm without weights before it, whose statistics follow the training images (He
    /// et al., MAE, 2022). Default false.
    /// </summary>
    public bool ProbeNorm { get; init; }

    /// <summary>Dropout after the position embedding, in the token-wise networks and after attention. Default 0.</summary>
    public double DropRate { get; init; }

    /// <summary>Dropout on attention probabilities. Default 0.</summary>
    public double AttentionDropRate { get; init; }

    /// <summary>Stochastic depth of the last block; it grows evenly from 0 in the first. Default 0; 0.1 is usual when fine-tuning ViT-B.</summary>
    public double DropPathRate { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public override string Family => "ViT";

    /// <summary>Width of a block's token-wise network.</summary>
    [JsonIgnore]
    public int MlpDim => (int)(Dim * MlpRatio + 1e-6);

    [JsonIgnore]
    internal override bool HasClassToken => ClassToken;

    internal PatchGrid Grid => new(ImageHeight / PatchSize, ImageWidth / PatchSize);

    internal int PrefixTokens => (ClassToken ? 1 : 0) + RegisterTokens;

    /// <summary>Rows of the position table before those of the patches.</summary>
    internal int EmbeddedPrefix => NoEmbedClass ? 0 : PrefixTokens;

    internal bool NormAfterPooling => FcNorm ?? Pooling == ViTPooling.Average;

    /// <inheritdoc/>
    public override long CountParameters()
    {
        long dim = Dim, hidden = MlpDim, norm = 2 * dim;
        var headWidth = dim / Heads;
        var attention = 3 * dim * dim + (QkvBias ? 3 * dim : 0) + dim * dim + dim + (QkNorm ? 4 * headWidth : 0);
        var mlp = 2 * dim * hidden + hidden + dim;
        var block = 2 * norm + attention + mlp + (LayerScale is null ? 0 : 2 * dim);
        var patches = (long)Channels * PatchSize * PatchSize * dim + (PreNorm ? norm : dim);
        var tokens = (PrefixTokens + EmbeddedPrefix + Grid.Count) * dim;
        var features = RepresentationSize ?? dim;
        var representation = RepresentationSize is null ? 0 : features * (dim + 1);
        return patches + tokens + Depth * block + norm + representation + (NumClasses == 0 ? 0 : NumClasses * (features + 1));
    }

    /// <inheritdoc/>
    public override void Validate()
    {
        ValidateInput();
        Require(PatchSize > 0 && ImageHeight % PatchSize == 0 && ImageWidth % PatchSize == 0,
            $"An image of {ImageHeight}x{ImageWidth} pixels does not divide into patches of {PatchSize}x{PatchSize}.");
        Require(Dim > 0 && Heads > 0 && Dim % Heads == 0, $"A width of {Dim} does not divide into {Heads} heads.");
        Require(Depth > 0, $"A transformer needs at least one block, not {Depth}.");
        Require(MlpDim > 0, $"{nameof(MlpRatio)} {MlpRatio} leaves the token-wise network no width.");
        Require(RegisterTokens >= 0, $"There cannot be {RegisterTokens} register tokens.");
        Require(ClassToken || RegisterTokens > 0 || !NoEmbedClass, $"{nameof(NoEmbedClass)} needs a class or register token.");
        Require(PoolSkip is null or >= 0 && PoolSkip.GetValueOrDefault() < PrefixTokens + Grid.Count,
            $"Pooling cannot skip {PoolSkip} of {PrefixTokens + Grid.Count} tokens.");
        Require(RepresentationSize is null or > 0, $"A representation cannot have {RepresentationSize} channels.");
        RequireRate(DropRate, nameof(DropRate));
        RequireRate(AttentionDropRate, nameof(AttentionDropRate));
        RequireRate(DropPathRate, nameof(DropPathRate));
    }

    internal override VisionNetwork CreateNetwork(long seed) => new VisionTransformerNetwork(this, seed);

    [JsonIgnore]
    internal override ClassifierConfiguration Probe => this with { ProbeNorm = true };

    internal override ClassifierConfiguration WithRates(double? dropPath, double? dropout)
        => this with { DropPathRate = dropPath ?? DropPathRate, DropRate = dropout ?? DropRate };
}
