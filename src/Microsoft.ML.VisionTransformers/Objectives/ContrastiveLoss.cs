using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Microsoft.ML.VisionTransformers.Objectives;

/// <summary>
/// CLIP's loss (Radford et al., 2021, figure 3): each image has to find its text among all texts of the batch, and each text its image.
/// It is the mean of both cross entropies over scaled cosine similarities.
/// </summary>
internal static class ContrastiveLoss
{
    /// <summary>The loss over a batch of one process.</summary>
    /// <param name="images">[B, D] features of any length; only their direction counts.</param>
    /// <param name="texts">[B, D]; row i belongs to image i.</param>
    /// <param name="logitScale">Logarithm of the factor on the similarities, a scalar.</param>
    /// <param name="labels">
    /// [B] numbers, of which equal ones say that rows belong together, each image of them with each text: then no text counts as wrong that is
    /// word for word right (Yang et al., "Unified Contrastive Learning in Image-Text-Label Space", 2022). Null: row i belongs to row i alone. With
    /// labels that all differ it is the same.
    /// </param>
    /// <returns>A scalar: the mean over the batch.</returns>
    public static Tensor Loss(Tensor images, Tensor texts, Tensor logitScale, Tensor? labels = null)
    {
        using var scope = NewDisposeScope();
        var logits = logitScale.exp() * F.linear(Unit(images), Unit(texts)); // [B, B]
        if (labels is null)
            return Symmetric(logits, logits.transpose(0, 1), first: 0).MoveToOuterDisposeScope();
        var together = labels.unsqueeze(1).eq(labels.unsqueeze(0)).to(logits.dtype);
        var targets = together / together.sum(1, keepdim: true);             // [B, B], rows that sum to 1; symmetric
        return ((SoftTargetCrossEntropy.Loss(logits, targets) + SoftTargetCrossEntropy.Loss(logits.transpose(0, 1), targets)) / 2).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// One process' part of the loss over the batches of all: open_clip's <c>ClipLoss</c>. The gradients of all processes' parts are averaged
    /// afterwards.
    /// </summary>
    /// <param name="images">[B, D] features of this process, of any length.</param>
    /// <param name="texts">[B, D]; row i belongs to image i.</param>
    /// <param name="logitScale">Logarithm of the factor on the similarities, a scalar.</param>
    /// <param name="gather">Brings the features of all W processes together.</param>
    /// <param name="local">
    /// On: this process scores only its own rows against all, B x WB logits. Off: all rows, WB x WB logits, and the same loss everywhere.
    /// </param>
    /// <param name="withGradient">
    /// Whether gradients flow back into the features of the other processes. With it, the averaged gradient is exactly that of one process with
    /// the whole batch, local or not. Without it, it is 1/W of that, and with <paramref name="local"/> points elsewhere.
    /// </param>
    /// <returns>A scalar.</returns>
    public static Tensor Loss(Tensor images, Tensor texts, Tensor logitScale, IFeatureGather gather, bool local, bool withGradient)
    {
        using var scope = NewDisposeScope();
        var batch = images.shape[0];
        var own = gather.Rank * batch;
        var scale = logitScale.exp();
        (images, texts) = (Unit(images), Unit(texts));
        var (allImages, allTexts) = gather.Gather(images, texts, withGradient); // [WB, D] each
        if (local)
            return Symmetric(scale * F.linear(images, allTexts), scale * F.linear(texts, allImages), own).MoveToOuterDisposeScope(); // [B, WB]
        if (!withGradient)
            (allImages, allTexts) = (WithOwn(allImages, images, own), WithOwn(allTexts, texts, own));
        var logits = scale * F.linear(allImages, allTexts); // [WB, WB]
        return Symmetric(logits, logits.transpose(0, 1), first: 0).MoveToOuterDisposeScope();
    }

    /// <summary>Rows of length 1, as <c>F.normalize</c> makes them. [B, D].</summary>
    public static Tensor Unit(Tensor features)
        => features / features.norm(1, keepdim: true).clamp_min(1e-12);

    /// <summary>Row i of both belongs to column first + i.</summary>
    private static Tensor Symmetric(Tensor ofImages, Tensor ofTexts, long first)
    {
        var matches = arange(first, first + ofImages.shape[0], dtype: ScalarType.Int64, device: ofImages.device);
        return (F.cross_entropy(ofImages, matches) + F.cross_entropy(ofTexts, matches)) / 2;
    }

    /// <summary>The gathered values with this process' rows put back, which have a gradient.</summary>
    private static Tensor WithOwn(Tensor all, Tensor own, long first)
    {
        var after = first + own.shape[0];
        return cat([all.narrow(0, 0, first), own, all.narrow(0, after, all.shape[0] - after)]);
    }
}
