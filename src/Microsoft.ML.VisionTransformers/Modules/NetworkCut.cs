using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Modules;

/// <summary>
/// A network that ran as far as the last tokens that say where something is, and the rest of it as a function of them. With it a gradient is
/// asked of little more than the head, and of activations alone: the network's weights need not take one, and nothing in the network is
/// changed, so that others may use it meanwhile. Shapes: B images, P prefix tokens, N patches, D channels, K classes.
/// </summary>
/// <param name="Tokens">
/// <c>[B, P + N, D]</c>: what the last block's attention gets, since after it tokens beside a class token make no difference; in networks that
/// have no class token, what is averaged may be it.
/// </param>
/// <param name="Grid">The patches; N of them.</param>
/// <param name="Prefix">Tokens before those of the patches.</param>
/// <param name="Stride">Pixels of the input, along each side, to a patch.</param>
/// <param name="Logits">The rest of the network: replacements for <paramref name="Tokens"/> to logits <c>[B, K]</c>.</param>
internal sealed record NetworkCut(Tensor Tokens, PatchGrid Grid, int Prefix, int Stride, Func<Tensor, Tensor> Logits)
{
    /// <summary>Cuts a stack of blocks after the first norm of the last one.</summary>
    /// <param name="blocks">The stack.</param>
    /// <param name="tokens">What the first block gets: <c>[B, P + N, D]</c>.</param>
    /// <param name="classify">What follows the last block.</param>
    public static (Tensor Tokens, Func<Tensor, Tensor> Logits) InLastBlock(
        IReadOnlyList<TransformerBlock> blocks, Tensor tokens, Func<Tensor, Tensor> classify)
    {
        foreach (var block in blocks.SkipLast(1))
        {
            var next = block.call(tokens);
            tokens.Dispose();
            tokens = next;
        }
        var last = blocks[^1];
        return (last.AttentionNorm.call(tokens), normalized => classify(last.Finish(tokens, normalized)));
    }
}
