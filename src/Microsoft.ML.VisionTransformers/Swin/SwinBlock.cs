using TorchSharp;
using TorchSharp.Modules;
using Microsoft.ML.VisionTransformers.Modules;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Swin;

/// <summary>
/// Window attention and a token-wise network, each added back. V1 normalises what goes into either, V2 what comes out
/// (res-post-norm: the residuals of large networks stay small).
/// </summary>
internal sealed class SwinBlock : nn.Module<Tensor, Tensor>, IRecomputed
{
    private readonly TokenNorm norm1;
    private readonly WindowAttention attn;
    private readonly TokenNorm norm2;
    private readonly Mlp mlp;
    private readonly DropPath? drop_path;
    private readonly bool _postNorm;

    public SwinBlock(ShiftedWindowConfiguration configuration, int stage, WindowAttention attention, double dropPath) : base(nameof(SwinBlock))
    {
        var dim = configuration.DimOf(stage);
        norm1 = new TokenNorm(dim, configuration.NormEps);
        attn = attention;
        norm2 = new TokenNorm(dim, configuration.NormEps);
        mlp = new Mlp(dim, configuration.MlpDimOf(stage), configuration.DropRate);
        drop_path = dropPath > 0 ? new DropPath(dropPath) : null;
        _postNorm = configuration.PostNorm;
        RegisterComponents();
    }

    public WindowAttention Attention => attn;

    /// <summary>Null when the block never drops a branch.</summary>
    public DropPath? DropPath => drop_path;

    /// <inheritdoc/>
    public bool Recomputes { get; set; }

    public override Tensor forward(Tensor map)                              // [B, H, W, C], all the way
        => Recomputes ? Recomputation.Apply(this, inputs => Compute(inputs[0]), map) : Compute(map);

    private Tensor Compute(Tensor map)
    {
        using var scope = NewDisposeScope();
        map = Add(map, attn, norm1);
        map = Add(map, mlp, norm2);
        return map.MoveToOuterDisposeScope();
    }

    private Tensor Add(Tensor map, nn.Module<Tensor, Tensor> layer, TokenNorm norm)
    {
        var branch = _postNorm ? Autocast.Norm(norm, layer.call(map)) : layer.call(norm.call(map));
        return Residual.Add(map, branch, drop_path);
    }
}
