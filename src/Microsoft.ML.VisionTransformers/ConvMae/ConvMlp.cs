using TorchSharp;
using Microsoft.ML.VisionTransformers.Kernels;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Microsoft.ML.VisionTransformers.ConvMae;

/// <summary>The pixel-wise network of a convolutional block: widen, GELU (the exact one, by erf), narrow. Channels are last.</summary>
internal sealed class ConvMlp : nn.Module<Tensor, Tensor>
{
    private readonly PointwiseConvolution fc1;
    private readonly PointwiseConvolution fc2;
    private readonly double _drop;

    public ConvMlp(long dim, long hidden, double drop) : base(nameof(ConvMlp))
    {
        fc1 = new PointwiseConvolution(dim, hidden);
        fc2 = new PointwiseConvolution(hidden, dim);
        _drop = drop;
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        using var wide = fc1.call(x);              // [B, H, W, hidden]
        using var active = FusedGelu.Consume(wide);
        if (_drop == 0 || !training)
            return fc2.call(active);               // [B, H, W, C]
        using var kept = F.dropout(active, _drop, true);
        using var narrow = fc2.call(kept);
        return F.dropout(narrow, _drop, true);
    }
}
