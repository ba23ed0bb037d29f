using TorchSharp;
using TorchSharp.Modules;
using Microsoft.ML.VisionTransformers.Modules;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Clip;

/// <summary>Multi-head self-attention under the names of PyTorch's own module.</summary>
internal sealed class ClipAttention : nn.Module<Tensor, Tensor>
{
    private readonly Parameter in_proj_weight;
    private readonly Parameter in_proj_bias;
    private readonly Linear out_proj;
    private readonly int _heads;
    private readonly bool _causal;

    public ClipAttention(long width, int heads, bool causal) : base(nameof(ClipAttention))
    {
        in_proj_weight = new Parameter(zeros(3 * width, width));
        in_proj_bias = new Parameter(zeros(3 * width));
        out_proj = Initialization.Linear(width, width);
        (_heads, _causal) = (heads, causal);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        using var packed = Autocast.Linear(x, in_proj_weight, in_proj_bias); // [B, N, 3D]
        using var mixed = PackedAttention.Mix(packed, _heads, _causal);      // [B, N, D]
        return Autocast.Linear(out_proj, mixed);                             // [B, N, D]
    }
}
