using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Kernels;

/// <summary>The fused attention as a step that gradients flow through.</summary>
internal sealed class FusedAttentionFunction : autograd.SingleTensorFunction<FusedAttentionFunction>
{
    private const string Heads = "heads";

    public override string Name => nameof(FusedAttentionFunction);

    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var (qkv, heads) = ((Tensor)vars[0], (int)vars[1]);
        var shape = qkv.shape;
        var logSums = empty(shape[0], heads, shape[1]);
        var output = FusedAttention.Forward(qkv, heads, logSums);
        ctx.save_for_backward([qkv, output, logSums]);
        ctx.save_data(Heads, heads);
        return output;
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        var saved = ctx.get_saved_variables();
        using var above = grad_output.contiguous();
        return [FusedAttention.Backward(saved[0], saved[1], saved[2], above, (int)ctx.get_data(Heads))];
    }
}
