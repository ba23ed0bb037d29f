using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Microsoft.ML.VisionTransformers.Kernels;

/// <summary>
/// A convolution of 5x5 pixels with one kernel a channel, whose gradients on the CPU take as long as the convolution. libtorch's take many
/// times longer: its weight gradient does not know that groups are of one channel.
/// </summary>
internal sealed unsafe class FusedDepthwise : autograd.SingleTensorFunction<FusedDepthwise>
{
    /// <summary>Side of the kernel in pixels; odd, and known to the native code.</summary>
    public const int Side = 5;

    public override string Name => nameof(FusedDepthwise);

    /// <summary>Whether the kernel can take this map; otherwise libtorch's operations do the same.</summary>
    public static bool Serves(Tensor x) => FusedAttention.Serves(x);

    /// <summary>Maps <c>[B, H, W, C]</c>, a weight <c>[C, 1, 5, 5]</c> and a bias <c>[C]</c> or none to <c>[B, H, W, C]</c>.</summary>
    public static Tensor Convolve(Tensor x, Tensor weight, Tensor? bias)
    {
        using var scope = NewDisposeScope();
        return F.conv2d(x.permute(0, 3, 1, 2), weight, bias!, [1, 1], [Side / 2, Side / 2], [1, 1], weight.shape[0])
            .permute(0, 2, 3, 1).contiguous().MoveToOuterDisposeScope();
    }

    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var (x, weight) = ((Tensor)vars[0], (Tensor)vars[1]);
        ctx.save_for_backward([x, weight]);
        return Convolve(x, weight, (Tensor)vars[2]);
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        var saved = ctx.get_saved_variables();
        var (x, weight, shape) = (saved[0], saved[1], saved[0].shape);
        using var above = grad_output.contiguous();
        // With an odd kernel and as much border, what comes back is a convolution too, by the kernel turned around.
        using var turned = weight.flip(2, 3);
        var mapGradient = Convolve(above, turned, null);
        var weightGradient = KernelTensor.Empty(weight.shape);
        KernelLibrary.vtk_depthwise_weight_gradient(
            KernelTensor.Address(x), KernelTensor.Address(above), KernelTensor.Address(weightGradient),
            shape[0], shape[1], shape[2], shape[3], get_num_threads());
        return [mapGradient, weightGradient, above.sum([0L, 1, 2])];
    }
}
