using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Kernels;

/// <summary>The fused attention of texts, whose tokens see only those before them, as a step that gradients flow through.</summary>
internal sealed class FusedCausalAttentionFunction : autograd.SingleTensorFunction<FusedCausalAttentionFunction>
{
    public override string Name => nameof(FusedCausalAttentionFunction);

    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars) => FusedAttentionFunction.Forward(ctx, (Tensor)vars[0], causal: true);

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output) => FusedAttentionFunction.Backward(ctx, grad_output, causal: true);
}
