using Microsoft.ML.VisionTransformers.Modules;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Objectives;

/// <summary>
/// What masked autoencoders are trained for (He et al., 2022): the mean squared error of the pixels in the patches that were not seen. Shapes: B
/// images, M masks an image, N patches, V values of a patch.
/// </summary>
internal static class MaskedPixelLoss
{
    // Inside the root, as the official code has it: a patch of one colour has no deviation.
    private const double Epsilon = 1e-6;

    /// <summary>What is to be predicted: <c>[B, C, H, W]</c> to <c>[B, N, V]</c>.</summary>
    /// <param name="images">Pictures as the network gets them.</param>
    /// <param name="patch">Side of a patch in pixels.</param>
    /// <param name="normalize">Whether each patch is brought to mean 0 and variance 1 over its pixels and colours.</param>
    public static Tensor Target(Tensor images, int patch, bool normalize)
    {
        using var _ = no_grad();
        using var scope = NewDisposeScope();
        var pixels = PatchPixels.Patchify(images, patch);
        if (!normalize)
            return pixels.MoveToOuterDisposeScope();
        var (mean, deviation) = Statistics(pixels);
        return ((pixels - mean) / deviation).MoveToOuterDisposeScope();
    }

    /// <summary>Mean and deviation of each patch, <c>[B, N, 1]</c> each; the variance is the unbiased one, over V - 1.</summary>
    public static (Tensor Mean, Tensor Deviation) Statistics(Tensor pixels)
    {
        using var scope = NewDisposeScope();
        var mean = pixels.mean([-1L], true);
        var deviation = ((pixels - mean).square().sum(-1, true) / (pixels.shape[^1] - 1) + Epsilon).sqrt();
        return (mean.MoveToOuterDisposeScope(), deviation.MoveToOuterDisposeScope());
    }

    /// <summary>The mean over all hidden patches of the batch, whichever images they are of; a scalar.</summary>
    /// <param name="prediction"><c>[M*B, N, V]</c>, mask by mask.</param>
    /// <param name="target"><c>[B, N, V]</c>.</param>
    /// <param name="hidden">1 for a patch that was not seen, 0 for one that was: <c>[M*B, N]</c>.</param>
    public static Tensor Loss(Tensor prediction, Tensor target, Tensor hidden)
    {
        using var scope = NewDisposeScope();
        var masks = prediction.shape[0] / target.shape[0];
        if (masks > 1)
            target = target.repeat(masks, 1, 1);
        var error = (prediction - target).square().mean([-1L]);   // [M*B, N]
        return ((error * hidden).sum() / hidden.sum()).MoveToOuterDisposeScope();
    }
}
