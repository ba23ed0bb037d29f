using TorchSharp;
using TorchSharp.Modules;
using Microsoft.ML.VisionTransformers.Modules;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.ConvMae;

/// <summary>
/// A convolution of one pixel: the same matrix product at each place. Its weight has a convolution's four dimensions, as in the
/// checkpoints; it is applied to maps whose channels are last.
/// </summary>
internal sealed class PointwiseConvolution : nn.Module<Tensor, Tensor>
{
    private readonly Parameter weight;
    private readonly Parameter bias;

    public PointwiseConvolution(long from, long to) : base(nameof(PointwiseConvolution))
    {
        weight = new Parameter(zeros(to, from, 1, 1));
        bias = new Parameter(zeros(to));
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)                        // [..., from]
    {
        using var matrix = weight.view(weight.shape[0], weight.shape[1]);
        return Autocast.Linear(x, matrix, bias);                    // [..., to]
    }
}
