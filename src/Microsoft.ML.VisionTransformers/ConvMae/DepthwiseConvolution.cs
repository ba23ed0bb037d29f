using TorchSharp;
using TorchSharp.Modules;
using Microsoft.ML.VisionTransformers.Kernels;
using Microsoft.ML.VisionTransformers.Modules;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.ConvMae;

/// <summary>
/// A convolution of 5x5 pixels with one kernel a channel and a border of zeros, on maps whose channels are last: <c>[B, H, W, C]</c> to the
/// same shape. The only place in ConvMAE's blocks where pixels meet.
/// </summary>
internal sealed class DepthwiseConvolution : nn.Module<Tensor, Tensor>
{
    private readonly Parameter weight;
    private readonly Parameter bias;

    public DepthwiseConvolution(long channels) : base(nameof(DepthwiseConvolution))
    {
        weight = new Parameter(zeros(channels, 1, FusedDepthwise.Side, FusedDepthwise.Side));
        bias = new Parameter(zeros(channels));
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        if (Autocast.Type is null && FusedDepthwise.Serves(x) && is_grad_enabled())
            return FusedDepthwise.apply(x, weight, bias);
        using var scope = NewDisposeScope();
        return FusedDepthwise.Convolve(Autocast.Short(x), Autocast.Short(weight), Autocast.Short(bias)).MoveToOuterDisposeScope();
    }
}
