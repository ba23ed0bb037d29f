using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Kernels;

/// <summary>x sigmoid(1.702 x), OpenAI's approximation of GELU, on the CPU in one pass with the processor's widest registers.</summary>
internal sealed unsafe class FusedQuickGelu : autograd.SingleTensorFunction<FusedQuickGelu>
{
    public override string Name => nameof(FusedQuickGelu);

    /// <summary>QuickGELU of <paramref name="x"/>. Without a graph to keep, it takes the place of its input, which is then worthless.</summary>
    public static Tensor Consume(Tensor x)
    {
        if (!FusedAttention.Serves(x))
            return Compose(x);
        if (is_grad_enabled() && x.requires_grad)
            return apply(x);
        Forward(x, x);
        return x.alias();
    }

    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var x = (Tensor)vars[0];
        var y = empty(x.shape);
        Forward(x, y);
        ctx.save_for_backward([x]);
        return y;
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        var x = ctx.get_saved_variables()[0];
        using var above = grad_output.contiguous();
        var gradient = empty(x.shape);
        fixed (byte* source = x.bytes, from = above.bytes, target = gradient.bytes)
            KernelLibrary.vtk_quick_gelu_backward((float*)source, (float*)from, (float*)target, x.numel(), get_num_threads());
        return [gradient];
    }

    /// <summary>The same of libtorch's operations.</summary>
    private static Tensor Compose(Tensor x)
    {
        using var scope = NewDisposeScope();
        var gate = (x * 1.702).sigmoid_();
        return (is_grad_enabled() ? x * gate : x.mul_(gate).alias()).MoveToOuterDisposeScope();
    }

    private static void Forward(Tensor x, Tensor y)
    {
        fixed (byte* source = x.bytes, target = y.bytes)
            KernelLibrary.vtk_quick_gelu_forward((float*)source, (float*)target, x.numel(), get_num_threads());
    }
}
