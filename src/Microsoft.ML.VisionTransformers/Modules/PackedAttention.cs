using TorchSharp;
using Microsoft.ML.VisionTransformers.Kernels;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Microsoft.ML.VisionTransformers.Modules;

/// <summary>softmax(q k^T / sqrt(d)) v on the output of one projection to queries, keys and values.</summary>
internal static class PackedAttention
{
    /// <param name="packed">[B, N, 3D], its last dimension ordered [3][heads][head width].</param>
    /// <param name="heads">Number of heads.</param>
    /// <param name="causal">Whether a token sees only itself and those before it.</param>
    /// <returns>[B, N, D]</returns>
    public static Tensor Mix(Tensor packed, int heads, bool causal = false)
    {
        if (FusedAttention.Serves(packed))
            return FusedAttention.Apply(packed, heads, causal);
        using var scope = NewDisposeScope();
        var (batch, tokens, dim) = (packed.shape[0], packed.shape[1], packed.shape[2] / 3);
        var parts = packed.view(batch, tokens, 3, heads, dim / heads)
            .permute(2, 0, 3, 1, 4)                                                              // [3, B, H, N, d]
            .unbind(0);
        return F.scaled_dot_product_attention(parts[0], parts[1], parts[2], null!, 0, causal)    // [B, H, N, d]
            .transpose(1, 2).reshape(batch, tokens, dim)
            .MoveToOuterDisposeScope();
    }
}
