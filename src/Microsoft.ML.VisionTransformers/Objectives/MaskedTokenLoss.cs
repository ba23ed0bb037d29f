using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Microsoft.ML.VisionTransformers.Objectives;

/// <summary>
/// How far predicted tokens are from those of another encoder, in the patches that were not seen. Shapes: B images, M masks an image, N patches, W channels
/// of the other encoder.
/// </summary>
internal static class MaskedTokenLoss
{
    /// <summary>Tokens with mean 0 and variance 1 over their channels: <c>[B, N, W]</c>. Encoders of all scales are then alike.</summary>
    public static Tensor Target(Tensor tokens) => F.layer_norm(tokens, [tokens.shape[^1]]);

    /// <summary>Smooth L1, the mean over channels and over all hidden patches of the batch; a scalar.</summary>
    /// <param name="prediction"><c>[M*B, N, W]</c>, mask by mask.</param>
    /// <param name="target"><c>[B, N, W]</c>.</param>
    /// <param name="hidden">1 for a patch that was not seen, 0 for one that was: <c>[M*B, N]</c>.</param>
    public static Tensor Loss(Tensor prediction, Tensor target, Tensor hidden)
    {
        using var scope = NewDisposeScope();
        var masks = prediction.shape[0] / target.shape[0];
        var error = F.smooth_l1_loss(prediction, masks > 1 ? target.repeat(masks, 1, 1) : target, nn.Reduction.None).mean([-1L]);   // [M*B, N]
        return ((error * hidden).sum() / hidden.sum()).MoveToOuterDisposeScope();
    }
}
