using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Kernels;

/// <summary>
/// softmax(q k^T / sqrt(d)) v on the CPU in one native call, from the packed output of the projection to queries, keys and values:
/// nothing is transposed or copied in between, and the scores never reach memory.
/// </summary>
internal static unsafe class FusedAttention
{
    /// <summary>Whether the kernel can take this tensor; otherwise libtorch's operations do the same.</summary>
    public static bool Serves(Tensor qkv)
        => qkv.device_type == DeviceType.CPU && qkv.dtype == ScalarType.Float32 && KernelLibrary.IsAvailable && qkv.is_contiguous();

    /// <param name="qkv">[B, N, 3D], its last dimension ordered [3][heads][head width].</param>
    /// <param name="heads">Number of heads.</param>
    /// <param name="causal">Whether a token sees only itself and those before it.</param>
    /// <returns>[B, N, D]</returns>
    public static Tensor Apply(Tensor qkv, int heads, bool causal = false)
    {
        var shape = qkv.shape;
        using var split = qkv.view(shape[0], shape[1], 3, heads, shape[2] / 3 / heads);
        if (!is_grad_enabled() || !qkv.requires_grad)
            return Forward(split, null, causal);
        return causal ? FusedCausalAttentionFunction.apply(split) : FusedAttentionFunction.apply(split);
    }

    /// <param name="qkv">[B, N, 3, H, d]</param>
    /// <param name="logSums">[B, H, N], to receive what the backward pass needs; or null.</param>
    /// <param name="causal">Whether a token sees only itself and those before it.</param>
    public static Tensor Forward(Tensor qkv, Tensor? logSums, bool causal)
    {
        var shape = qkv.shape;
        var output = KernelTensor.Empty(shape[0], shape[1], shape[3] * shape[4]);
        KernelLibrary.vtk_attention_forward(
            KernelTensor.Address(qkv), KernelTensor.Address(output), KernelTensor.Address(logSums),
            shape[0], shape[1], shape[3], shape[4], Scale(shape), causal ? 1 : 0, get_num_threads());
        return output;
    }

    /// <returns>The gradient of <paramref name="qkv"/>, in its shape.</returns>
    public static Tensor Backward(Tensor qkv, Tensor output, Tensor logSums, Tensor outputGradient, bool causal)
    {
        var shape = qkv.shape;
        var gradient = KernelTensor.Empty(shape);
        KernelLibrary.vtk_attention_backward(
            KernelTensor.Address(qkv), KernelTensor.Address(output), KernelTensor.Address(logSums), KernelTensor.Address(outputGradient),
            KernelTensor.Address(gradient), shape[0], shape[1], shape[3], shape[4], Scale(shape), causal ? 1 : 0, get_num_threads());
        return gradient;
    }

    private static float Scale(long[] shape) => (float)(1 / Math.Sqrt(shape[4]));
}
