using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Kernels;

/// <summary>The fused window attention of Swin V2, whose scores are scaled cosines, as a step that gradients flow through.</summary>
internal sealed class FusedCosineWindowAttentionFunction : autograd.SingleTensorFunction<FusedCosineWindowAttentionFunction>
{
    public override string Name => nameof(FusedCosineWindowAttentionFunction);

    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars) => FusedWindowAttentionFunction.Forward(ctx, vars, cosine: true);

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
        => FusedWindowAttentionFunction.Backward(ctx, grad_output, cosine: true);
}
