using TorchSharp;
using TorchSharp.Modules;
using Microsoft.ML.VisionTransformers.Modules;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Clip;

/// <summary>A pre-norm transformer block, OpenAI's <c>ResidualAttentionBlock</c>.</summary>
internal sealed class ClipBlock : nn.Module<Tensor, Tensor>, IRecomputed
{
    private readonly ClipAttention attn;
    private readonly TokenNorm ln_1;
    private readonly ClipMlp mlp;
    private readonly TokenNorm ln_2;
    private readonly DropPath? drop_path;

    public ClipBlock(ClipTowerSizes sizes, double dropPath = 0) : base(nameof(ClipBlock))
    {
        attn = new ClipAttention(sizes.Width, sizes.Heads, sizes.Causal);
        ln_1 = new TokenNorm(sizes.Width, sizes.NormEps);
        mlp = new ClipMlp(sizes.Width, sizes.MlpDim, sizes.Activation);
        ln_2 = new TokenNorm(sizes.Width, sizes.NormEps);
        // A rate of 0 draws nothing, so that it doesn't shift the numbers that later blocks get.
        if (dropPath > 0)
            drop_path = new DropPath(dropPath);
        RegisterComponents();
    }

    /// <summary>Null when the block never drops a branch.</summary>
    public DropPath? DropPath => drop_path;

    /// <inheritdoc/>
    public bool Recomputes { get; set; }

    public override Tensor forward(Tensor x)            // [B, N, D], all the way
        => Recomputes ? Recomputation.Apply(this, inputs => Compute(inputs[0]), x) : Compute(x);

    private Tensor Compute(Tensor x)
    {
        using var scope = NewDisposeScope();
        x = Residual.Add(x, attn.call(ln_1.call(x)), drop_path);
        x = Residual.Add(x, mlp.call(ln_2.call(x)), drop_path);
        return x.MoveToOuterDisposeScope();
    }
}
