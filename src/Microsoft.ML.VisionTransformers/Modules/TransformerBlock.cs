using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Modules;

/// <summary>
/// A pre-norm transformer block (Dosovitskiy et al., 2021): attention and a token-wise network, each on a normalised input, each added
/// back. Optional on both branches: a learned scale a channel, and stochastic depth.
/// </summary>
internal sealed class TransformerBlock : nn.Module<Tensor, Tensor>, IRecomputed
{
    private readonly TokenNorm norm1;
    private readonly Attention attn;
    private readonly LayerScale? ls1;
    private readonly TokenNorm norm2;
    private readonly Mlp mlp;
    private readonly LayerScale? ls2;
    private readonly DropPath? drop_path;

    public TransformerBlock(TransformerBlockSizes sizes, double dropPath = 0) : base(nameof(TransformerBlock))
    {
        norm1 = new TokenNorm(sizes.Dim, sizes.NormEps);
        attn = new Attention(sizes.Dim, sizes.Heads, sizes.QkvBias, sizes.QkNorm, sizes.NormEps, sizes.AttentionDrop, sizes.Drop);
        norm2 = new TokenNorm(sizes.Dim, sizes.NormEps);
        mlp = new Mlp(sizes.Dim, sizes.MlpDim, sizes.Drop, sizes.Activation);
        if (sizes.LayerScale is { } initial)
        {
            ls1 = new LayerScale(sizes.Dim, initial);
            ls2 = new LayerScale(sizes.Dim, initial);
        }
        // A rate of 0 draws nothing, so that it doesn't shift the numbers that later blocks get.
        if (dropPath > 0)
            drop_path = new DropPath(dropPath);
        RegisterComponents();
    }

    public Attention Attention => attn;

    /// <summary>What normalises the tokens that attention gets.</summary>
    public TokenNorm AttentionNorm => norm1;

    /// <summary>Null when the block never drops a branch.</summary>
    public DropPath? DropPath => drop_path;

    /// <inheritdoc/>
    public bool Recomputes { get; set; }

    public override Tensor forward(Tensor x)                                // [B, N, D], all the way
        => Recomputes ? Recomputation.Apply(this, inputs => Compute(inputs[0]), x) : Compute(x);

    private Tensor Compute(Tensor x)
    {
        using var scope = NewDisposeScope();
        return Finish(x, norm1.call(x)).MoveToOuterDisposeScope();
    }

    /// <summary>The block from its first norm on.</summary>
    /// <param name="x">What the block got.</param>
    /// <param name="normalized">What <see cref="AttentionNorm"/> made of it.</param>
    public Tensor Finish(Tensor x, Tensor normalized)
    {
        using var scope = NewDisposeScope();
        x = Add(x, attn.call(normalized), ls1);
        x = Add(x, mlp.call(norm2.call(x)), ls2);
        return x.MoveToOuterDisposeScope();
    }

    private Tensor Add(Tensor x, Tensor branch, LayerScale? scale)
    {
        if (scale is not null)
            branch = scale.call(branch);
        return Residual.Add(x, branch, drop_path);
    }
}
