using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Kernels;

/// <summary>GELU by the exact error function, on the CPU in one pass with the processor's widest registers.</summary>
internal sealed unsafe class FusedGelu : autograd.SingleTensorFunction<FusedGelu>
{
    public override string Name => nameof(FusedGelu);

    /// <summary>GELU of <paramref name="x"/>. Without a graph to keep, it takes the place of its input, which is then worthless.</summary>
    public static Tensor Consume(Tensor x)
    {
        if (!FusedAttention.Serves(x))
            return nn.functional.gelu(x);
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
            KernelLibrary.vtk_gelu_backward((float*)source, (float*)from, (float*)target, x.numel(), get_num_threads());
        return [gradient];
    }

    private static void Forward(Tensor x, Tensor y)
    {
        fixed (byte* source = x.bytes, target = y.bytes)
            KernelLibrary.vtk_gelu_forward((float*)source, (float*)target, x.numel(), get_num_threads());
    }
}
