using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Kernels;

/// <summary>An activation on the CPU in one pass with the processor's widest registers; elsewhere of libtorch's operations.</summary>
internal abstract unsafe class FusedPointwise<T> : autograd.SingleTensorFunction<T> where T : FusedPointwise<T>, IPointwiseKernel, new()
{
    public override string Name => typeof(T).Name;

    /// <summary>The function of <paramref name="x"/>. Without a graph to keep, it takes the place of its input, which is then worthless.</summary>
    public static Tensor Consume(Tensor x)
    {
        if (!FusedAttention.Serves(x))
            return T.Compose(x);
        if (is_grad_enabled() && x.requires_grad)
            return apply(x);
        Run(x, x);
        return x.alias();
    }

    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var x = (Tensor)vars[0];
        var y = KernelTensor.Empty(x.shape);
        Run(x, y);
        ctx.save_for_backward([x]);
        return y;
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        var x = ctx.get_saved_variables()[0];
        using var above = grad_output.contiguous();
        var gradient = KernelTensor.Empty(x.shape);
        T.Backward(KernelTensor.Address(x), KernelTensor.Address(above), KernelTensor.Address(gradient), x.numel(), get_num_threads());
        return [gradient];
    }

    private static void Run(Tensor x, Tensor y) => T.Forward(KernelTensor.Address(x), KernelTensor.Address(y), x.numel(), get_num_threads());
}
