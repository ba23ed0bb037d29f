using Microsoft.ML.VisionTransformers.Images;
using Microsoft.ML.VisionTransformers.Objectives;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Training.Mixing;

/// <summary>How the images of a batch are mixed, each with that at the same place from the other end.</summary>
/// <param name="Share">Of the image itself in the result, 0 to 1; the rest is the other's.</param>
/// <param name="Box">The rectangle that comes from the other image (cutmix); null: the two shine through each other (mixup).</param>
internal readonly record struct MixedPair(double Share, ImageRegion? Box = null)
{
    /// <summary>Mixed by nothing.</summary>
    public static MixedPair None { get; } = new(1);

    /// <summary>A rectangle around a centre, of which the part within the image counts.</summary>
    /// <param name="share">Asked for; the sides take the root of the rest.</param>
    /// <param name="centreX">In pixels.</param>
    /// <param name="centreY">In pixels.</param>
    /// <param name="width">Of the images.</param>
    /// <param name="height">Of the images.</param>
    public static MixedPair Cut(double share, int centreX, int centreY, int width, int height)
    {
        double side = Math.Sqrt(1 - share);
        int halfWidth = (int)(width * side) / 2, halfHeight = (int)(height * side) / 2;
        int left = Math.Max(centreX - halfWidth, 0), right = Math.Min(centreX + halfWidth, width);
        int top = Math.Max(centreY - halfHeight, 0), bottom = Math.Min(centreY + halfHeight, height);
        var box = new ImageRegion(left, top, right - left, bottom - top);
        return new MixedPair(1 - (double)box.Width * box.Height / ((double)width * height), box);
    }

    /// <summary>Changes images [B, C, H, W] in place.</summary>
    public void Apply(Tensor images)
    {
        if (Share == 1)
            return;
        using var scope = torch.NewDisposeScope();
        Apply(images, images.flip(0));
    }

    /// <summary>Changes images [..., C, H, W] in place.</summary>
    /// <param name="images">Mixed with the others.</param>
    /// <param name="others">As many, and of no use afterwards.</param>
    public void Apply(Tensor images, Tensor others)
    {
        if (Share == 1)
            return;
        using var scope = torch.NewDisposeScope();
        using var guard = torch.no_grad();
        if (Box is { } box)
            Cut(images).copy_(Cut(others));
        else
            images.mul_(Share).add_(others.mul_(1 - Share));

        Tensor Cut(Tensor all) => all.narrow(all.dim() - 2, box.Y, box.Height).narrow(all.dim() - 1, box.X, box.Width);
    }

    /// <summary>The classes of the mixed images, smoothed before they are mixed.</summary>
    /// <param name="labels">[B] 64-bit classes.</param>
    /// <param name="classes">K.</param>
    /// <param name="smoothing">In 0..1.</param>
    /// <returns>[B, K], rows that sum to 1.</returns>
    public Tensor Targets(Tensor labels, long classes, double smoothing)
    {
        using var scope = torch.NewDisposeScope();
        var own = SoftTargetCrossEntropy.Smooth(labels, classes, smoothing);
        return (Share == 1 ? own : own * Share + own.flip(0) * (1 - Share)).MoveToOuterDisposeScope();
    }
}
