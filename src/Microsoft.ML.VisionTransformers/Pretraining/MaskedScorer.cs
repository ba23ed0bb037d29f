using TorchSharp;
using Microsoft.ML.VisionTransformers.Images;
using Microsoft.ML.VisionTransformers.Modules;
using Microsoft.ML.VisionTransformers.Objectives;
using Microsoft.ML.VisionTransformers.Scoring;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Pretraining;

/// <summary>
/// Embeddings, losses and reconstructions from a masked autoencoder. The values of a row: the embedding, then the loss, then the reconstruction's
/// pixels as red, green and blue of 0 to 255; the latter two only where they are wanted.
/// </summary>
/// <param name="network">Owned from here on.</param>
/// <param name="preprocessing">As the network was trained with.</param>
/// <param name="device">Where the network is.</param>
internal sealed class MaskedScorer(MaskedNetwork network, ImagePreprocessing preprocessing, Device device)
    : BatchScorer<MaskedNetwork>(new Lease<MaskedNetwork>(Freeze(network)), device)
{
    public ImagePreprocessing Preprocessing => preprocessing;

    public required EmbeddingPooling Pooling { get; init; }

    public required bool WithLoss { get; init; }

    public required bool WithReconstruction { get; init; }

    /// <summary>Masks that loss and reconstruction are the mean over; a network that draws several at once may take a few more.</summary>
    public required int Masks { get; init; }

    /// <summary>Of an embedding: the width of a token, or the number of tokens and their width.</summary>
    public int[] EmbeddingSides => Pooling == EmbeddingPooling.Tokens ? [Configuration.PrefixTokens + Configuration.Grid.Count, Configuration.EncoderDim] : [Configuration.EncoderDim];

    /// <summary>Numbers of an embedding.</summary>
    public int EmbeddingSize => EmbeddingSides.Aggregate(1, (size, side) => size * side);

    /// <summary>Where the reconstruction begins among a row's values.</summary>
    public int PixelsFrom => EmbeddingSize + (WithLoss ? 1 : 0);

    public override int ValuesPerRow => PixelsFrom + (WithReconstruction ? RgbImage.Channels * preprocessing.Height * preprocessing.Width : 0);

    public override int ValuesPerInput => preprocessing.ValuesPerImage;

    protected override long[] InputShape => [preprocessing.Channels, preprocessing.Height, preprocessing.Width];

    private Architectures.MaskedConfiguration Configuration => Lease.Value.Configuration;

    protected override Tensor Run(MaskedNetwork network, Tensor batch)
    {
        List<Tensor> parts = [ImageFeatures.Pool(network.forward_features(batch), Configuration.PrefixTokens, Pooling).flatten(1)]; // [B, D]
        if (WithLoss || WithReconstruction)
        {
            var whole = WholeReconstruction.Of(network, batch, Masks);
            if (WithLoss)
                parts.Add(whole.Losses.unsqueeze(1));                                                                           // [B, 1]
            if (WithReconstruction)
                parts.Add(Pixels(PatchPixels.Unpatchify(whole.Pixels, Configuration.Grid, Configuration.MaskPatch)).to(Device));
        }
        return cat(parts, 1);
    }

    /// <summary>Numbers of a network back as 0 to 255: <c>[B, C, H, W]</c> to <c>[B, H * W * 3]</c>.</summary>
    private Tensor Pixels(Tensor images)
    {
        var colours = PixelTensors.Bytes(images, preprocessing).to(ScalarType.Float32);                                         // [B, C, H, W]
        return colours.expand(colours.shape[0], RgbImage.Channels, preprocessing.Height, preprocessing.Width).permute(0, 2, 3, 1).flatten(1);
    }
}
