using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Kernels;

/// <summary>The fused window attention of Swin V1 as a step that gradients flow through.</summary>
internal sealed class FusedWindowAttentionFunction : autograd.SingleTensorFunction<FusedWindowAttentionFunction>
{
    public override string Name => nameof(FusedWindowAttentionFunction);

    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars) => Forward(ctx, vars, cosine: false);

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output) => Backward(ctx, grad_output, cosine: false);

    internal static Tensor Forward(autograd.AutogradContext ctx, object[] vars, bool cosine)
    {
        List<Tensor> tensors = [.. vars.Cast<Tensor>()];
        ctx.save_for_backward(tensors);
        return Of(tensors).Forward(cosine);
    }

    internal static List<Tensor> Backward(autograd.AutogradContext ctx, Tensor outputGradient, bool cosine)
    {
        var saved = ctx.get_saved_variables();
        using var above = outputGradient.contiguous();
        var (packed, bias, scales) = Of(saved).Backward(above, cosine);
        // Places and mask want no gradients; something has to stand there for them.
        return [packed, bias, scales, saved[3], saved[4]];
    }

    private static FusedWindowAttention Of(List<Tensor> tensors) => new(tensors[0], tensors[1], tensors[2], tensors[3], tensors[4]);
}
