using TorchSharp;
using TorchSharp.Modules;
using Microsoft.ML.VisionTransformers.Kernels;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Modules;

/// <summary>
/// Layer normalisation of each token (Ba, Kiros and Hinton, 2016), with the parameters of TorchSharp's, which does not tell its epsilon.
/// </summary>
internal sealed class TokenNorm : nn.Module<Tensor, Tensor>
{
    private readonly Parameter weight;
    private readonly Parameter bias;
    private readonly double _epsilon;

    public TokenNorm(long dim, double epsilon) : base(nameof(TokenNorm))
    {
        weight = new Parameter(ones(dim));
        bias = new Parameter(zeros(dim));
        _epsilon = epsilon;
        RegisterComponents();
    }

    /// <summary>Where its parameters are.</summary>
    public Device Device => weight.device;

    public override Tensor forward(Tensor x) => FusedLayerNorm.Apply(x, weight, bias, _epsilon);    // [..., D]
}
