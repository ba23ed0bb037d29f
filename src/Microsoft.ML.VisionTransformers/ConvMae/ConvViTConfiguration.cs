using System.Text.Json.Serialization;
using Microsoft.ML.VisionTransformers.Architectures;
using Microsoft.ML.VisionTransformers.Modules;
using Microsoft.ML.VisionTransformers.ViT;

namespace Microsoft.ML.VisionTransformers.ConvMae;

/// <summary>
/// ConvMAE's encoder as a classifier (Gao et al., 2022): what ConvMAE and FastConvMAE are fine-tuned as. The defaults are the base size at
/// 224 pixels with the authors' pooling.
/// </summary>
public sealed record ConvViTConfiguration : ClassifierConfiguration
{
    /// <summary>Sizes of the stages. Default the base size.</summary>
    public ConvEncoderSizes Encoder { get; init; } = new();

    /// <summary>
    /// How tokens become one vector. Default their mean, with a norm after it. There is no class token: <see cref="ViTPooling.Token"/> takes
    /// that of the top-left patch, after a norm, as the authors' code does without its global pool.
    /// </summary>
    public ViTPooling Pooling { get; init; } = ViTPooling.Average;

    /// <summary>
    /// Tokens that the mean leaves out, from the first. Default 0. Classifiers of EasyCV need 1: its mean drops the top-left patch, as if
    /// that were a class token.
    /// </summary>
    public int PoolSkip { get; init; }

    /// <summary>
    /// Whether the norm comes after pooling instead of before it. Default (null) when pooling by average, as the authors fine-tune; the embeddings of
    /// pretraining are means of tokens that are normed first.
    /// </summary>
    public bool? FcNorm { get; init; }

    /// <summary>
    /// Whether the classifier is that of a linear probe: a batch norm without weights before it, whose statistics follow the training images, as
    /// the authors probe. Default false.
    /// </summary>
    public bool ProbeNorm { get; init; }

    /// <summary>Epsilon of the layer norms in and after the transformer. Default 1e-6.</summary>
    public double NormEps { get; init; } = 1e-6;

    /// <summary>
    /// Whether images of other sizes are taken as well, the position table being resampled on the fly. Default false: they are refused.
    /// </summary>
    public bool DynamicSize { get; init; }

    /// <summary>Dropout after the position embedding, in the token-wise and pixel-wise networks and after attention. Default 0.</summary>
    public double DropRate { get; init; }

    /// <summary>
    /// Stochastic depth of the last block; it grows evenly over all stages from 0 in the first. Default 0; the authors fine-tune with 0.1.
    /// </summary>
    public double DropPathRate { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public override string Family => "ConvViT";

    internal PatchGrid Grid => Encoder.Grid(ImageHeight, ImageWidth);

    internal bool NormAfterPooling => FcNorm ?? Pooling == ViTPooling.Average;

    internal override string TrainerName => "ConvMae";

    /// <inheritdoc/>
    public override long CountParameters()
        => Encoder.CountParameters(Channels, Grid.Count) + 2L * Encoder.Dim + (NumClasses == 0 ? 0 : NumClasses * (Encoder.Dim + 1L));

    /// <inheritdoc/>
    public override void Validate()
    {
        ValidateInput();
        var problem = Encoder.Problem(ImageHeight, ImageWidth);
        Require(problem is null, problem!);
        Require(PoolSkip >= 0 && PoolSkip < Grid.Count, $"Pooling cannot skip {PoolSkip} of {Grid.Count} tokens.");
        RequireRate(DropRate, nameof(DropRate));
        RequireRate(DropPathRate, nameof(DropPathRate));
    }

    internal override VisionNetwork CreateNetwork(long seed) => new ConvViT(this, seed);

    [JsonIgnore]
    internal override ClassifierConfiguration Probe => this with { ProbeNorm = true };

    internal override ClassifierConfiguration WithRates(double? dropPath, double? dropout)
        => this with { DropPathRate = dropPath ?? DropPathRate, DropRate = dropout ?? DropRate };
}
