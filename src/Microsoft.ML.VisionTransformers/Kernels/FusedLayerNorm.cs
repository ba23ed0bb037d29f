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
        using var number = tensor(epsilon);
        return apply(x, weight, bias, number);
    }

    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var (x, weight, bias) = ((Tensor)vars[0], (Tensor)vars[1], (Tensor)vars[2]);
        var statistics = empty(Rows(x, weight), 2);
        var y = Forward(x, weight, bias, ((Tensor)vars[3]).ToDouble(), statistics);
        ctx.save_for_backward([x, weight, bias, statistics]);
        return y;
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        var saved = ctx.get_saved_variables();
        var (x, weight, bias, statistics) = (saved[0], saved[1], saved[2], saved[3]);
        using var above = grad_output.contiguous();
        var (result, weightResult, biasResult) = (empty(x.shape), empty(weight.shape), empty(bias.shape));
        fixed (byte* source = x.bytes, by = weight.bytes, numbers = statistics.bytes, from = above.bytes)
        fixed (byte* target = result.bytes, weightTarget = weightResult.bytes, biasTarget = biasResult.bytes)
        {
            KernelLibrary.vtk_layer_norm_backward(
                (float*)source, (float*)by, (float*)numbers, (float*)from, (float*)target, (float*)weightTarget, (float*)biasTarget,
                Rows(x, weight), weight.shape[0], get_num_threads());
        }
        // Nothing wants a gradient of epsilon; something has to stand there for it.
        return [result, weightResult, biasResult, statistics];
    }

    private static Tensor Forward(Tensor x, Tensor weight, Tensor bias, double epsilon, Tensor? statistics)
    {
        var y = empty(x.shape);
        fixed (byte* source = x.bytes, by = weight.bytes, plus = bias.bytes, target = y.bytes, numbers = statistics is null ? default : statistics.bytes)
        {
            KernelLibrary.vtk_layer_norm_forward(
                (float*)source, (float*)by, (float*)plus, (float*)target, (float*)numbers,
                Rows(x, weight), weight.shape[0], (float)epsilon, get_num_threads());
        }
        return y;
    }

    private static long Rows(Tensor x, Tensor weight) => x.numel() / weight.shape[0];
}
