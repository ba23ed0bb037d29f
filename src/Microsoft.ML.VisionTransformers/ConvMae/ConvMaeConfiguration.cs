using System.Text.Json.Serialization;
using TorchSharp;

namespace Microsoft.ML.VisionTransformers.ConvMae;

/// <summary>
/// A masked autoencoder with convolutional first stages (Gao et al., "ConvMAE: Masked Convolution Meets Masked Autoencoders", 2022). One mask
/// an image, drawn for the transformer's patches and enlarged for the convolutions.
/// </summary>
public sealed record ConvMaeConfiguration : ConvMaskedConfiguration
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Family => "ConvMAE";

    internal override torch.nn.Module CreateNetwork(long seed) => new ConvMaskedAutoencoder(this, seed);
}
