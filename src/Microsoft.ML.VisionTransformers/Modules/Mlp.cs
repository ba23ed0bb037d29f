using TorchSharp;
using TorchSharp.Modules;
using Microsoft.ML.VisionTransformers.Kernels;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Microsoft.ML.VisionTransformers.Modules;

/// <summary>The token-wise network of a transformer block: widen, GELU, narrow.</summary>
internal sealed class Mlp : nn.Module<Tensor, Tensor>
{
    private readonly Linear fc1;
    private readonly Linear fc2;
    private readonly double _drop;
    private readonly Activation _activation;

    public Mlp(long dim, long hidden, double drop = 0, Activation activation = Activation.Gelu) : base(nameof(Mlp))
    {
        fc1 = Initialization.Linear(dim, hidden);
        fc2 = Initialization.Linear(hidden, dim);
        (_drop, _activation) = (drop, activation);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        var drops = _drop > 0 && training;
        if (!drops && _activation == Activation.Gelu && Autocast.Type is null && is_grad_enabled() && FusedLinear.Serves(x, fc1.weight!))
            return FusedMlp.Apply(x, fc1.weight!, fc1.bias!, fc2.weight!, fc2.bias!);
        using var wide = Autocast.Linear(fc1, x);  // [B, N, hidden]
        using var active = _activation.Consume(wide);
        if (!drops)
            return Autocast.Linear(fc2, active);   // [B, N, D]
        using var kept = F.dropout(active, _drop, true);
        using var narrow = Autocast.Linear(fc2, kept);
        return F.dropout(narrow, _drop, true);
    }
}
