using TorchSharp;
using TorchSharp.Modules;
using Microsoft.ML.VisionTransformers.Modules;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.ConvMae;

/// <summary>A pre-norm transformer block whose attention adds a bias to its scores, which it shares with other blocks.</summary>
internal sealed class BiasedTransformerBlock : nn.Module<Tensor, Tensor, Tensor>
{
    private readonly TokenNorm norm1;
    private readonly Attention attn;
    private readonly TokenNorm norm2;
    private readonly Mlp mlp;
    private readonly DropPath? drop_path;

    public BiasedTransformerBlock(TransformerBlockSizes sizes, double dropPath) : base(nameof(BiasedTransformerBlock))
    {
        norm1 = new TokenNorm(sizes.Dim, sizes.NormEps);
        attn = new Attention(sizes.Dim, sizes.Heads, sizes.QkvBias);
        norm2 = new TokenNorm(sizes.Dim, sizes.NormEps);
        mlp = new Mlp(sizes.Dim, sizes.MlpDim);
        if (dropPath > 0)
            drop_path = new DropPath(dropPath);
        RegisterComponents();
    }

    /// <summary>Null when the block never drops a branch.</summary>
    public DropPath? DropPath => drop_path;

    /// <param name="x"><c>[B, N, D]</c>.</param>
    /// <param name="bias"><c>[H, N, N]</c>.</param>
    public override Tensor forward(Tensor x, Tensor bias)
    {
        using var scope = NewDisposeScope();
        x = x + Drop(attn.Attend(norm1.call(x), bias));
        x = x + Drop(mlp.call(norm2.call(x)));
        return x.MoveToOuterDisposeScope();
    }

    private Tensor Drop(Tensor branch) => drop_path is not null && training ? drop_path.call(branch) : branch;
}
