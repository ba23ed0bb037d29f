using Microsoft.ML.VisionTransformers.Modules;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Explanation;

/// <summary>
/// Grad-CAM (Selvaraju et al., 2017) on the last tokens that say where something is: in ViT and ConvMAE's encoder what the norm of the last
/// block's attention gives, as in jacobgil/pytorch-grad-cam, since a class token leaves what comes after it no gradient; in Swin, whose last
/// map is averaged as the paper's is, that map.
/// </summary>
internal static class GradCam
{
    /// <param name="network">In evaluation mode. Nothing in it is changed: the gradient is of activations.</param>
    /// <param name="image">One image, <c>[1, C, H, W]</c>, where the network is.</param>
    /// <param name="label">The class to explain.</param>
    public static (PatchMap Map, float[] Logits) Run(VisionNetwork network, Tensor image, int label)
    {
        using var scope = NewDisposeScope();
        NetworkCut cut;
        using (no_grad())
            cut = network.Cut(image);
        using var recorded = enable_grad();
        var tokens = cut.Tokens.detach().requires_grad_();                                   // [1, P + N, D]
        var logits = ClassLogits.Of(cut.Logits(tokens));                                     // [1, K]
        var values = logits.detach().to(ScalarType.Float32).cpu().data<float>().ToArray();
        var gradient = autograd.grad([logits[0, label]], [tokens])[0];
        using var unrecorded = no_grad();
        var count = cut.Grid.Count;
        var weights = gradient.narrow(1, cut.Prefix, count).mean([1L], keepdim: true);       // [1, 1, D]
        var map = (weights * cut.Tokens.narrow(1, cut.Prefix, count)).sum(2).relu()         // [1, N]
            .to(ScalarType.Float32).cpu().data<float>().ToArray();
        return (PatchMap.From(map, cut.Grid.Rows, cut.Grid.Columns, cut.Stride), values);
    }
}
