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
    /// <returns>[B, N, D]</returns>
    public static Tensor Apply(Tensor qkv, int heads)
        => is_grad_enabled() && qkv.requires_grad ? FusedAttentionFunction.apply(qkv, heads) : Forward(qkv, heads, null);

    /// <summary>With <paramref name="logSums"/> [B, H, N], also what the backward pass needs.</summary>
    public static Tensor Forward(Tensor qkv, int heads, Tensor? logSums)
    {
        var (batch, tokens, dim) = Sizes(qkv);
        var output = empty(batch, tokens, dim);
        fixed (byte* source = qkv.bytes, target = output.bytes, sums = logSums is null ? default : logSums.bytes)
        {
            KernelLibrary.vtk_attention_forward(
                (float*)source, (float*)target, (float*)sums, batch, tokens, heads, dim / heads, Scale(dim, heads), get_num_threads());
        }
        return output;
    }

    public static Tensor Backward(Tensor qkv, Tensor output, Tensor logSums, Tensor outputGradient, int heads)
    {
        var (batch, tokens, dim) = Sizes(qkv);
        var gradient = empty(batch, tokens, 3 * dim);
        fixed (byte* source = qkv.bytes, result = output.bytes, sums = logSums.bytes, above = outputGradient.bytes, target = gradient.bytes)
        {
            KernelLibrary.vtk_attention_backward(
                (float*)source, (float*)result, (float*)sums, (float*)above, (float*)target,
                batch, tokens, heads, dim / heads, Scale(dim, heads), get_num_threads());
        }
        return gradient;
    }

    private static (long Batch, long Tokens, long Dim) Sizes(Tensor qkv)
    {
        var shape = qkv.shape;
        return (shape[0], shape[1], shape[2] / 3);
    }

    private static float Scale(long dim, int heads) => (float)(1 / Math.Sqrt((double)dim / heads));
}
