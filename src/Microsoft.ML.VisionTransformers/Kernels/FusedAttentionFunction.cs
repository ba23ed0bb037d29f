using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Kernels;

/// <summary>The fused attention as a step that gradients flow through.</summary>
internal sealed class FusedAttentionFunction : autograd.SingleTensorFunction<FusedAttentionFunction>
{
    public override string Name => nameof(FusedAttentionFunction);

    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars) => Forward(ctx, (Tensor)vars[0], causal: false);

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output) => Backward(ctx, grad_output, causal: false);

    // The number of heads is in the shape [B, N, 3, H, d]: whatever is handed in besides tensors would need a gradient of its own.
    internal static Tensor Forward(autograd.AutogradContext ctx, Tensor qkv, bool causal)
    {
        var shape = qkv.shape;
        var logSums = KernelTensor.Empty(shape[0], shape[3], shape[1]);
        var output = FusedAttention.Forward(qkv, logSums, causal);
        ctx.save_for_backward([qkv, output, logSums]);
        return output;
    }

    internal static List<Tensor> Backward(autograd.AutogradContext ctx, Tensor outputGradient, bool causal)
    {
        var saved = ctx.get_saved_variables();
        using var above = outputGradient.contiguous();
        return [FusedAttention.Backward(saved[0], saved[1], saved[2], above, causal)];
    }
}
