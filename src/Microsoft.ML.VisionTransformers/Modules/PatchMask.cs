using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Modules;

/// <summary>
/// Which of an image's patches a masked autoencoder sees. Drawn from uniform noise by sorting it, so that each image keeps the same number
/// of patches and a fixture can feed its own noise (He et al., "Masked Autoencoders Are Scalable Vision Learners", 2022). Shapes: B images,
/// N patches, K kept.
/// </summary>
/// <param name="Keep">Indices of the patches that are seen, in the order in which the encoder gets them: <c>[B, K]</c>.</param>
/// <param name="Restore">Where each patch lies in the shuffled order, of which <paramref name="Keep"/> is a stretch: <c>[B, N]</c>.</param>
/// <param name="Hidden">1 for a patch that is masked out, 0 for one that is seen: <c>[B, N]</c>.</param>
/// <param name="First">Where in the shuffled order the kept patches begin: 0 unless several masks share one shuffle.</param>
internal sealed record PatchMask(Tensor Keep, Tensor Restore, Tensor Hidden, long First = 0)
{
    /// <summary>The tokens of the patches that are seen: <c>[B, N, D]</c> to <c>[B, K, D]</c>.</summary>
    public Tensor Seen(Tensor tokens)
    {
        var (batch, dim) = (tokens.shape[0], tokens.shape[2]);
        using var index = Keep.unsqueeze(2);
        using var places = index.expand(batch, Keep.shape[1], dim);
        return tokens.gather(1, places);
    }

    /// <summary>Keeps the patches with the least noise: <c>N * (1 - ratio)</c> of them, rounded down.</summary>
    /// <param name="noise">A number a patch, uniform in [0, 1): <c>[B, N]</c>.</param>
    /// <param name="ratio">Share of patches that is masked out; 0.75 in MAE.</param>
    public static PatchMask FromNoise(Tensor noise, double ratio)
    {
        var patches = noise.shape[1];
        var kept = (long)(patches * (1 - ratio));
        if (kept < 1 || kept > patches)
            throw new ArgumentOutOfRangeException(nameof(ratio), ratio, $"A mask ratio leaves at least one of {patches} patches to see.");
        var (order, restore) = Shuffle(noise);
        return Of(order, restore, 0, kept);
    }

    /// <summary>
    /// Cuts one shuffle into <paramref name="count"/> masks, each of which keeps the patches that no other does (Gao et al.,
    /// FastConvMAE, 2022: four masks of ratio 0.75).
    /// </summary>
    /// <param name="noise">A number a patch, uniform in [0, 1): <c>[B, N]</c>, where <paramref name="count"/> divides N.</param>
    /// <param name="count">Number of masks.</param>
    public static PatchMask[] Complementary(Tensor noise, int count)
    {
        var patches = noise.shape[1];
        if (count < 1 || patches % count != 0)
            throw new ArgumentException($"{patches} patches do not divide into {count} complementary masks.", nameof(count));
        var (order, restore) = Shuffle(noise);
        var kept = patches / count;
        return [.. Enumerable.Range(0, count).Select(mask => Of(order, restore, mask * kept, kept))];
    }

    private static (Tensor Order, Tensor Restore) Shuffle(Tensor noise)
    {
        var order = noise.argsort(1);             // [B, N]: the shuffled patches
        return (order, order.argsort(1));         // [B, N]: its inverse
    }

    private static PatchMask Of(Tensor order, Tensor restore, long first, long kept)
    {
        using var scope = NewDisposeScope();
        var (batch, patches) = (order.shape[0], order.shape[1]);
        var hidden = ones(batch, patches, device: order.device);
        hidden.narrow(1, first, kept).zero_();
        return new PatchMask(
            order.narrow(1, first, kept).MoveToOuterDisposeScope(), restore.alias().MoveToOuterDisposeScope(),
            hidden.gather(1, restore).MoveToOuterDisposeScope(), first);
    }
}
