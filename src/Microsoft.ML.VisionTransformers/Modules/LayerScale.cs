using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Modules;

/// <summary>One learned factor a channel on a residual branch (Touvron et al., CaiT, 2021).</summary>
internal sealed class LayerScale : nn.Module<Tensor, Tensor>
{
    private readonly Parameter gamma;

    public LayerScale(long dim, double initial) : base(nameof(LayerScale))
    {
        gamma = new Parameter(full([dim], initial, float32));
        RegisterComponents();
    }

    public override Tensor forward(Tensor x) => x * gamma;
}
