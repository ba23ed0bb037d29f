using TorchSharp;
using TorchSharp.Modules;
using Microsoft.ML.VisionTransformers.Modules;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Clip;

/// <summary>The token-wise network of a block under OpenAI's names.</summary>
internal sealed class ClipMlp : nn.Module<Tensor, Tensor>
{
    private readonly Linear c_fc;
    private readonly Linear c_proj;
    private readonly Activation _activation;

    public ClipMlp(long width, long hidden, Activation activation) : base(nameof(ClipMlp))
    {
        c_fc = Initialization.Linear(width, hidden);
        c_proj = Initialization.Linear(hidden, width);
        _activation = activation;
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        using var wide = Autocast.Linear(c_fc, x);      // [B, N, hidden]
        using var active = _activation.Consume(wide);
        return Autocast.Linear(c_proj, active);         // [B, N, D]
    }
}
