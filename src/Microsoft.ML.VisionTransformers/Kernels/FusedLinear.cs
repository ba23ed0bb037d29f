using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Kernels;

/// <summary>
/// x w^T + bias on the CPU and its gradients, a native call each: bias and its gradient are part of the products, and all runs on the
/// threads that everything else runs on.
/// </summary>
internal sealed unsafe class FusedLinear : autograd.SingleTensorFunction<FusedLinear>
{
    public override string Name => nameof(FusedLinear);

    /// <summary>Whether the kernel can take these; otherwise libtorch's operations do the same.</summary>
    public static bool Serves(Tensor x, Tensor weight) => FusedAttention.Serves(x) && FusedAttention.Serves(weight) && x.shape[^1] == weight.shape[1];

    /// <summary>Maps <c>[..., I]</c> by a weight <c>[O, I]</c> and a bias <c>[O]</c> or none to <c>[..., O]</c>.</summary>
    public static Tensor Apply(Tensor x, Tensor weight, Tensor? bias)
    {
        if (!Serves(x, weight))
            return nn.functional.linear(x, weight, bias!);
        if (!is_grad_enabled() || !(x.requires_grad || weight.requires_grad || bias?.requires_grad == true))
            return Forward(x, weight, bias);
        return bias is null ? apply(x, weight) : apply(x, weight, bias);
    }

    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        List<Tensor> tensors = [.. vars.Cast<Tensor>()];
        ctx.save_for_backward(tensors);
        return Forward(tensors[0], tensors[1], tensors.ElementAtOrDefault(2));
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        var saved = ctx.get_saved_variables();
        using var above = grad_output.contiguous();
        // What wants no gradient gets itself: something has to stand there.
        var input = saved[0].requires_grad ? InputGradient(saved[0], saved[1], above) : saved[0];
        var (weight, bias) = saved.Skip(1).Any(tensor => tensor.requires_grad)
            ? WeightGradient(saved[0], saved[1], saved.ElementAtOrDefault(2), above)
            : (saved[1], saved.ElementAtOrDefault(2));
        return bias is null ? [input, weight] : [input, weight, bias];
    }

    public static Tensor Forward(Tensor x, Tensor weight, Tensor? bias)
    {
        var (shape, inputs, outputs) = (x.shape, weight.shape[1], weight.shape[0]);
        var y = KernelTensor.Empty([.. shape[..^1], outputs]);
        KernelLibrary.vtk_linear_forward(
            KernelTensor.Address(x), KernelTensor.Address(weight), KernelTensor.Address(bias), KernelTensor.Address(y),
            Rows(shape), inputs, outputs, get_num_threads());
        return y;
    }

    /// <returns>The gradient of <paramref name="x"/>, in its shape.</returns>
    public static Tensor InputGradient(Tensor x, Tensor weight, Tensor outputGradient)
    {
        var shape = x.shape;
        var result = KernelTensor.Empty(shape);
        KernelLibrary.vtk_linear_input_gradient(
            KernelTensor.Address(weight), KernelTensor.Address(outputGradient), KernelTensor.Address(result),
            Rows(shape), weight.shape[1], weight.shape[0], get_num_threads());
        return result;
    }

    /// <returns>The gradients of weight and bias, in their shapes.</returns>
    public static (Tensor Weight, Tensor? Bias) WeightGradient(Tensor x, Tensor weight, Tensor? bias, Tensor outputGradient)
    {
        var (result, biasResult) = (KernelTensor.Empty(weight.shape), bias is null ? null : KernelTensor.Empty(bias.shape));
        KernelLibrary.vtk_linear_weight_gradient(
            KernelTensor.Address(x), KernelTensor.Address(outputGradient), KernelTensor.Address(result), KernelTensor.Address(biasResult),
            Rows(x.shape), weight.shape[1], weight.shape[0], get_num_threads());
        return (result, biasResult);
    }

    private static long Rows(long[] shape) => shape[..^1].Aggregate(1L, (product, side) => product * side);
}
