using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Kernels;

/// <summary>
/// The token-wise network of a block with GELU as one step that gradients flow through. Between the passes it keeps only what the first
/// layer made: GELU of it is computed again, together with its gradient.
/// </summary>
internal sealed unsafe class FusedMlp : autograd.SingleTensorFunction<FusedMlp>
{
    public override string Name => nameof(FusedMlp);

    /// <param name="x"><c>[..., D]</c></param>
    /// <param name="widen"><c>[H, D]</c>, and its bias <c>[H]</c>.</param>
    /// <param name="widenBias"><c>[H]</c></param>
    /// <param name="narrow"><c>[O, H]</c></param>
    /// <param name="narrowBias"><c>[O]</c></param>
    /// <returns><c>[..., O]</c></returns>
    public static Tensor Apply(Tensor x, Tensor widen, Tensor widenBias, Tensor narrow, Tensor narrowBias) => apply(x, widen, widenBias, narrow, narrowBias);

    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        List<Tensor> tensors = [.. vars.Cast<Tensor>()];
        var wide = FusedLinear.Forward(tensors[0], tensors[1], tensors[2]);
        using var active = KernelTensor.Empty(wide.shape);
        FusedGelu.Forward(KernelTensor.Address(wide), KernelTensor.Address(active), wide.numel(), get_num_threads());
        ctx.save_for_backward([.. tensors, wide]);
        return FusedLinear.Forward(active, tensors[3], tensors[4]);
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        var saved = ctx.get_saved_variables();
        var (x, widen, widenBias, narrow, narrowBias, wide) = (saved[0], saved[1], saved[2], saved[3], saved[4], saved[5]);
        using var above = grad_output.contiguous();
        using var wideGradient = FusedLinear.InputGradient(wide, narrow, above);
        Tensor narrowResult;
        Tensor? narrowBiasResult;
        using (var active = KernelTensor.Empty(wide.shape))
        {
            var gradient = KernelTensor.Address(wideGradient);
            KernelLibrary.vtk_gelu_again(
                KernelTensor.Address(wide), gradient, KernelTensor.Address(active), gradient, wide.numel(), get_num_threads());
            (narrowResult, narrowBiasResult) = Wanted(narrow, narrowBias) ? FusedLinear.WeightGradient(active, narrow, narrowBias, above) : (narrow, narrowBias);
        }
        var (widenResult, widenBiasResult) = Wanted(widen, widenBias) ? FusedLinear.WeightGradient(x, widen, widenBias, wideGradient) : (widen, widenBias);
        // What wants no gradient gets itself: something has to stand there.
        return [x.requires_grad ? FusedLinear.InputGradient(x, widen, wideGradient) : x, widenResult, widenBiasResult!, narrowResult, narrowBiasResult!];
    }

    private static bool Wanted(Tensor weight, Tensor bias) => weight.requires_grad || bias.requires_grad;
}
