using Microsoft.ML.VisionTransformers.Modules;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Objectives;

/// <summary>
/// Images as a masked autoencoder makes them up, whole: under several masks, each patch as it is predicted where it is hidden. Shapes: B images, N
/// patches, V values of a patch.
/// </summary>
/// <param name="Pixels">
/// <c>[B, N, V]</c>: the mean of the predictions under the masks that hide a patch; the patch itself where none does. A network that predicts
/// normalised patches says nothing of their brightness and contrast, which are then the image's own.
/// </param>
/// <param name="Losses"><c>[B]</c>: for each image the mean squared error over what was hidden of it, as the network is trained to have it.</param>
internal sealed record WholeReconstruction(Tensor Pixels, Tensor Losses)
{
    /// <summary>The masks are the same for all images and each time: draw i is of seed i.</summary>
    /// <param name="network">In evaluation mode, without gradients.</param>
    /// <param name="images"><c>[B, C, H, W]</c>, normalised.</param>
    /// <param name="masks">At least so many; a network that takes several masks at once is asked as often as it takes.</param>
    public static WholeReconstruction Of(MaskedNetwork network, Tensor images, int masks)
    {
        using var scope = NewDisposeScope();
        var (configuration, batch) = (network.Configuration, images.shape[0]);
        var patches = PatchPixels.Patchify(images, configuration.MaskPatch);                                   // [B, N, V]
        var target = MaskedPixelLoss.Target(images, configuration.MaskPatch, configuration.NormalizePixels);
        var (predictions, errors) = (zeros_like(target), zeros(batch, patches.shape[1], device: images.device));
        var times = zeros_like(errors);                                                                        // [B, N]: how often a patch was hidden
        for (int done = 0, draw = 0; done < masks; draw++)
        {
            using var inner = NewDisposeScope();
            var noise = new SeededUniforms(draw).Next(configuration.Grid.Count, images).view(1, -1).expand(batch, configuration.Grid.Count);
            var drawn = network.Masks(noise);
            var predicted = network.call(images, drawn);                                                       // [M*B, N, V]
            foreach (var (i, mask) in drawn.Index())
            {
                var own = predicted.narrow(0, i * batch, batch);
                predictions.add_(own * mask.Hidden.unsqueeze(2));
                errors.add_((own - target).square().mean([-1L]) * mask.Hidden);
                times.add_(mask.Hidden);
            }
            done += drawn.Count;
        }
        var whole = predictions / times.clamp_min(1).unsqueeze(2);
        if (configuration.NormalizePixels)
        {
            var (mean, deviation) = MaskedPixelLoss.Statistics(patches);
            whole = whole * deviation + mean;
        }
        whole = where(times.unsqueeze(2).gt(0), whole, patches);
        return new WholeReconstruction(whole.MoveToOuterDisposeScope(), (errors.sum(1) / times.sum(1)).MoveToOuterDisposeScope());
    }
}
