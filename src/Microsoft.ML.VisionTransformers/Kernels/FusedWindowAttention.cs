using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Kernels;

/// <summary>
/// softmax(scale q k^T + bias + mask) v within windows on the CPU in one native call, from the packed output of the projection to queries,
/// keys and values. The kernel finds the patches of a window where they are in the map: nothing is rolled, cut, transposed or joined.
/// B images of n windows of N patches; h heads of width d.
/// </summary>
/// <param name="Packed"><c>[B, n * N, 3, h, d]</c></param>
/// <param name="Bias"><c>[h, N, N]</c></param>
/// <param name="Scales">What a head's products are multiplied by, <c>[h]</c>.</param>
/// <param name="Places">Which patch of its image stands where in the windows, <c>[n, N]</c> of Int64; empty where they come in order.</param>
/// <param name="Mask"><c>[n, N, N]</c>, or empty.</param>
internal readonly unsafe record struct FusedWindowAttention(Tensor Packed, Tensor Bias, Tensor Scales, Tensor Places, Tensor Mask)
{
    /// <summary>Whether the kernel can take these tensors; otherwise libtorch's operations do the same.</summary>
    public static bool Serves(Tensor packed, Tensor weights) => FusedAttention.Serves(packed) && FusedAttention.Serves(weights);

    /// <param name="cosine">Whether queries and keys are divided by their lengths first.</param>
    /// <returns><c>[B, n * N, h * d]</c></returns>
    public Tensor Apply(bool cosine)
    {
        if (!is_grad_enabled() || !(Packed.requires_grad || Bias.requires_grad || Scales.requires_grad))
            return Forward(cosine);
        return cosine
            ? FusedCosineWindowAttentionFunction.apply(Packed, Bias, Scales, Places, Mask)
            : FusedWindowAttentionFunction.apply(Packed, Bias, Scales, Places, Mask);
    }

    public Tensor Forward(bool cosine)
    {
        var (images, patches, heads, width) = (Packed.shape[0], Packed.shape[1], Packed.shape[3], Packed.shape[4]);
        var tokens = Bias.shape[1];
        var output = KernelTensor.Empty(images, patches, heads * width);
        KernelLibrary.vtk_window_attention_forward(
            KernelTensor.Address(Packed), (long*)KernelTensor.Address(Places), KernelTensor.Address(Bias), KernelTensor.Address(Mask),
            KernelTensor.Address(Scales), KernelTensor.Address(output),
            images, patches / tokens, tokens, heads, width, cosine ? 1 : 0, get_num_threads());
        return output;
    }

    /// <summary>Gradients of the packed tensor, the bias and the scales, in their shapes.</summary>
    public (Tensor Packed, Tensor Bias, Tensor Scales) Backward(Tensor outputGradient, bool cosine)
    {
        var (images, patches, heads, width) = (Packed.shape[0], Packed.shape[1], Packed.shape[3], Packed.shape[4]);
        var tokens = Bias.shape[1];
        var (gradient, biasGradient, scalesGradient) = (KernelTensor.Empty(Packed.shape), KernelTensor.Empty(Bias.shape), KernelTensor.Empty(Scales.shape));
        KernelLibrary.vtk_window_attention_backward(
            KernelTensor.Address(Packed), (long*)KernelTensor.Address(Places), KernelTensor.Address(Bias), KernelTensor.Address(Mask),
            KernelTensor.Address(Scales), KernelTensor.Address(outputGradient),
            KernelTensor.Address(gradient), KernelTensor.Address(biasGradient), KernelTensor.Address(scalesGradient),
            images, patches / tokens, tokens, heads, width, cosine ? 1 : 0, get_num_threads());
        return (gradient, biasGradient, scalesGradient);
    }
}
