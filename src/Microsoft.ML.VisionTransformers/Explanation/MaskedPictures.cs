using Microsoft.ML.VisionTransformers.Images;
using Microsoft.ML.VisionTransformers.Modules;
using Microsoft.ML.VisionTransformers.Objectives;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Explanation;

/// <summary>What a masked autoencoder saw of an image, and what it made of it.</summary>
/// <param name="Original">The image as the network got it: cropped and resized.</param>
/// <param name="Masked">The same, grey where the network saw nothing.</param>
/// <param name="Reconstructed">The prediction of all patches.</param>
/// <param name="Completed">The prediction where the network saw nothing, the image elsewhere.</param>
internal sealed record MaskedPictures(RgbImage Original, RgbImage Masked, RgbImage Reconstructed, RgbImage Completed)
{
    private const byte Grey = 128;

    /// <summary>
    /// Pictures of a batch, mask by mask. A network that predicts normalised patches says nothing of a patch's brightness and contrast; those are
    /// taken from the image, as the official demonstration does.
    /// </summary>
    /// <param name="images">What the network got: <c>[B, C, H, W]</c>, normalised; C is 1 or 3.</param>
    /// <param name="reconstruction">What it made of them; M masks an image.</param>
    /// <param name="network">The network.</param>
    /// <param name="preprocessing">How the images were normalised.</param>
    /// <returns>M * B of them: first those of the first mask.</returns>
    public static IReadOnlyList<MaskedPictures> Of(
        Tensor images, MaskedReconstruction reconstruction, MaskedNetwork network, ImagePreprocessing preprocessing)
    {
        using var _ = no_grad();
        using var scope = NewDisposeScope();
        var (patch, grid) = (network.Configuration.MaskPatch, network.Configuration.Grid);
        var pixels = PatchPixels.Patchify(images, patch);                                                  // [B, N, V]
        pixels = pixels.repeat(reconstruction.Prediction.shape[0] / pixels.shape[0], 1, 1);                // [M*B, N, V]
        var predicted = reconstruction.Prediction.to(ScalarType.Float32);
        if (network.Configuration.NormalizePixels)
        {
            var (mean, deviation) = MaskedPixelLoss.Statistics(pixels);
            predicted = predicted * deviation + mean;
        }
        var hidden = reconstruction.Hidden.cpu().unsqueeze(2).gt(0);                                       // [M*B, N, 1]
        var (original, all) = (Bytes(pixels), Bytes(predicted));
        var masked = Select(hidden, full_like(original, Grey), original);
        var completed = Select(hidden, all, original);
        var pictures = new[] { original, masked, all, completed }.Select(PixelTensors.Pictures).ToArray();
        return [.. Enumerable.Range(0, pictures[0].Length).Select(i => new MaskedPictures(pictures[0][i], pictures[1][i], pictures[2][i], pictures[3][i]))];

        Tensor Bytes(Tensor patches) => PixelTensors.Bytes(PatchPixels.Unpatchify(patches, grid, patch), preprocessing); // [M*B, C, H, W]

        Tensor Select(Tensor where, Tensor there, Tensor elsewhere)
        {
            var values = network.Configuration.PatchValues;
            var picture = PatchPixels.Unpatchify(where.expand(where.shape[0], where.shape[1], values), grid, patch);
            return torch.where(picture, there, elsewhere);
        }
    }
}
