using System.Text.Json.Serialization;
using Microsoft.ML.VisionTransformers.Architectures;
using Microsoft.ML.VisionTransformers.Modules;
using Microsoft.ML.VisionTransformers.ViT;
using TorchSharp;

namespace Microsoft.ML.VisionTransformers.Mae;

/// <summary>
/// A masked autoencoder on a plain vision transformer (He et al., "Masked Autoencoders Are Scalable Vision Learners", 2022). The defaults are
/// MAE-B/16 at 224 pixels.
/// </summary>
public sealed record MaeConfiguration : MaskedConfiguration
{
    /// <summary>Side of a square patch in pixels; divides both sides of the image. Default 16.</summary>
    public int PatchSize { get; init; } = 16;

    /// <summary>Width of an encoder token; divisible by 4. Default 768, ViT-B.</summary>
    public int Dim { get; init; } = 768;

    /// <summary>Number of encoder blocks. Default 12.</summary>
    public int Depth { get; init; } = 12;

    /// <summary>Attention heads of the encoder; divides <see cref="Dim"/>. Default 12.</summary>
    public int Heads { get; init; } = 12;

    /// <summary>Width of an encoder block's token-wise network as a multiple of <see cref="Dim"/>. Default 4.</summary>
    public double MlpRatio { get; init; } = 4;

    /// <inheritdoc/>
    [JsonIgnore]
    public override string Family => "MAE";

    /// <summary>
    /// The encoder as MAE fine-tunes it: the mean of all patches, a norm after it, a classifier. Linear probing needs
    /// <see cref="ViTConfiguration.ProbeNorm"/> and the class token instead.
    /// </summary>
    [JsonIgnore]
    public override ClassifierConfiguration Classifier => Encoder with { Pooling = ViTPooling.Average, NumClasses = 1000 };

    [JsonIgnore]
    internal override ClassifierConfiguration Probe => Encoder with { Pooling = ViTPooling.Token, ProbeNorm = true, NumClasses = 1000 };

    /// <summary>The class token with the norm that pretraining gave it; the mean that is fine-tuned has a norm of its own, not yet trained.</summary>
    [JsonIgnore]
    internal override ClassifierConfiguration Backbone => Encoder;

    internal override int MaskPatch => PatchSize;

    internal override int EncoderDim => Dim;

    internal override int PrefixTokens => 1;

    /// <summary>The encoder without a classifier.</summary>
    internal ViTConfiguration Encoder => new()
    {
        ImageHeight = ImageHeight,
        ImageWidth = ImageWidth,
        Channels = Channels,
        PatchSize = PatchSize,
        Dim = Dim,
        Depth = Depth,
        Heads = Heads,
        MlpRatio = MlpRatio,
        NormEps = NormEps,
        PositionResampling = PositionResampling.Plain,
        NumClasses = 0,
    };

    /// <inheritdoc/>
    public override long CountEncoderParameters() => Encoder.CountParameters();

    /// <inheritdoc/>
    public override void Validate()
    {
        Encoder.Validate();
        Require(Dim % 4 == 0, $"The encoder's sine table needs a width divisible by 4, not {Dim}.");
        ValidateDecoder();
    }

    internal override torch.nn.Module CreateNetwork(long seed) => new MaskedAutoencoder(this, seed);
}
