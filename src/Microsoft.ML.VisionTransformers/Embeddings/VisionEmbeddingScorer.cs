using Microsoft.ML.VisionTransformers.Images;
using Microsoft.ML.VisionTransformers.Modules;
using Microsoft.ML.VisionTransformers.Scoring;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Embeddings;

/// <summary>Embeddings of images from any backbone.</summary>
internal sealed class VisionEmbeddingScorer : BatchScorer<VisionNetwork>
{
    /// <param name="network">Given up when this is disposed.</param>
    /// <param name="device">Where the network is.</param>
    /// <param name="preprocessing">As the network was trained with.</param>
    /// <param name="pooling">What becomes the embedding.</param>
    /// <param name="normalize">Whether vectors get length 1.</param>
    /// <exception cref="ArgumentException">The network has nothing to pool in that way.</exception>
    public VisionEmbeddingScorer(Lease<VisionNetwork> network, Device device, ImagePreprocessing preprocessing, EmbeddingPooling pooling, bool normalize)
        : base(network, device)
    {
        (Preprocessing, Pooling, Normalize) = (preprocessing, pooling, normalize);
        Sides = network.Use(MeasuredSides);
    }

    public ImagePreprocessing Preprocessing { get; }

    public EmbeddingPooling Pooling { get; }

    public bool Normalize { get; }

    /// <summary>Channels; before them the tokens, where each is kept.</summary>
    public int[] Sides { get; }

    public override int ValuesPerRow => Sides.Aggregate(1, (product, side) => checked(product * side));

    public override int ValuesPerInput => Preprocessing.ValuesPerImage;

    protected override long[] InputShape => [Preprocessing.Channels, Preprocessing.Height, Preprocessing.Width];

    protected override Tensor Run(VisionNetwork network, Tensor batch) => ImageFeatures.Embed(network, batch, Pooling, Normalize);

    // Families count their tokens each in its way, so one image is run to see.
    private int[] MeasuredSides(VisionNetwork network)
    {
        using var inference = inference_mode(true);
        using var scope = NewDisposeScope();
        var shape = Run(network, zeros([1, .. InputShape], device: Device)).shape;
        return [.. shape[1..].Select(side => (int)side)];
    }
}
