using System.Text.Json.Serialization;
using Microsoft.ML.VisionTransformers.Architectures;

namespace Microsoft.ML.VisionTransformers.ConvMae;

/// <summary>What ConvMAE and FastConvMAE have in common: all but how masks are drawn. The defaults are the base size at 224 pixels.</summary>
public abstract record ConvMaskedConfiguration : MaskedConfiguration
{
    private protected ConvMaskedConfiguration()
    {
    }

    /// <summary>Sizes of the encoder's stages. Default the base size.</summary>
    public ConvEncoderSizes Encoder { get; init; } = new();

    /// <summary>The encoder as it is fine-tuned: the mean of all tokens, a norm after it, a classifier.</summary>
    [JsonIgnore]
    public override ClassifierConfiguration Classifier => EncoderAsClassifier;

    /// <summary>The mean of all tokens, after the norm that pretraining gave them; the norm after the mean, which fine-tuning has instead, is not yet trained.</summary>
    [JsonIgnore]
    internal override ClassifierConfiguration Backbone => EncoderAsClassifier with { FcNorm = false, NumClasses = 0 };

    private ConvViTConfiguration EncoderAsClassifier => new()
    {
        ImageHeight = ImageHeight, ImageWidth = ImageWidth, Channels = Channels, Encoder = Encoder, NormEps = NormEps,
    };

    internal override int MaskPatch => Encoder.Stride;

    internal override int EncoderDim => Encoder.Dim;

    internal override int PrefixTokens => 0;

    /// <inheritdoc/>
    public override long CountEncoderParameters()
        => Encoder.CountParameters(Channels, Grid.Count) + Encoder.FusionParameters + 2L * Encoder.Dim;

    /// <inheritdoc/>
    public override void Validate()
    {
        ValidateInput();
        var problem = Encoder.Problem(ImageHeight, ImageWidth);
        Require(problem is null, problem!);
        Require(Encoder.Dim % 4 == 0, $"The encoder's sine table needs a width divisible by 4, not {Encoder.Dim}.");
        ValidateDecoder();
    }
}
