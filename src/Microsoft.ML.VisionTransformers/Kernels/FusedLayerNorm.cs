using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Kernels;

/// <summary>Layer normalisation over the last dimension on the CPU and its gradients, a native call each.</summary>
internal sealed unsafe class FusedLayerNorm : autograd.SingleTensorFunction<FusedLayerNorm>
{
    public override string Name => nameof(FusedLayerNorm);

    /// <summary>Normalises <c>[..., D]</c> with a weight and a bias <c>[D]</c>.</summary>
    public static Tensor Apply(Tensor x, Tensor weight, Tensor bias, double epsilon)
    {
        if (!FusedAttention.Serves(x) || !FusedAttention.Serves(weight))
            return nn.functional.layer_norm(x, weight.shape, weight, bias, epsilon);
        if (!is_grad_enabled() || !(x.requires_grad || weight.requires_grad || bias.requires_grad))
            return Forward(x, weight, bias, epsilon, null);
        // Handed in as a tensor: whatever else is would need a gradient of its own.
        using var number = tensor(epsilon, ScalarType.Float64, CPU);
        return apply(x, weight, bias, number);
    }

    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var (x, weight, bias) = ((Tensor)vars[0], (Tensor)vars[1], (Tensor)vars[2]);
        var statistics = KernelTensor.Empty(Rows(x, weight), 2);
        var y = Forward(x, weight, bias, ((Tensor)vars[3]).ToDouble(), statistics);
        ctx.save_for_backward([x, weight, bias, statistics]);
        return y;
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        var saved = ctx.get_saved_variables();
        var (x, weight, bias, statistics) = (saved[0], saved[1], saved[2], saved[3]);
        using var above = grad_output.contiguous();
        var (result, weightResult, biasResult) = (KernelTensor.Empty(x.shape), KernelTensor.Empty(weight.shape), KernelTensor.Empty(bias.shape));
        KernelLibrary.vtk_layer_norm_backward(
            KernelTensor.Address(x), KernelTensor.Address(weight), KernelTensor.Address(statistics), KernelTensor.Address(above),
            KernelTensor.Address(result), KernelTensor.Address(weightResult), KernelTensor.Address(biasResult),
            Rows(x, weight), weight.shape[0], get_num_threads());
        // Nothing wants a gradient of epsilon; something has to stand there for it.
        return [result, weightResult, biasResult, statistics];
    }

    private static Tensor Forward(Tensor x, Tensor weight, Tensor bias, double epsilon, Tensor? statistics)
    {
        var y = KernelTensor.Empty(x.shape);
        KernelLibrary.vtk_layer_norm_forward(
            KernelTensor.Address(x), KernelTensor.Address(weight), KernelTensor.Address(bias), KernelTensor.Address(y), KernelTensor.Address(statistics),
            Rows(x, weight), weight.shape[0], (float)epsilon, get_num_threads());
        return y;
    }

    private static long Rows(Tensor x, Tensor weight) => x.numel() / weight.shape[0];
}
