using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Clip;

/// <summary>A pre-norm transformer block, OpenAI's <c>ResidualAttentionBlock</c>.</summary>
internal sealed class ClipBlock : nn.Module<Tensor, Tensor>
{
    private readonly ClipAttention attn;
    private readonly LayerNorm ln_1;
    private readonly ClipMlp mlp;
    private readonly LayerNorm ln_2;

    public ClipBlock(ClipTowerSizes sizes) : base(nameof(ClipBlock))
    {
        attn = new ClipAttention(sizes.Width, sizes.Heads, sizes.Causal);
        ln_1 = nn.LayerNorm(sizes.Width, sizes.NormEps);
        mlp = new ClipMlp(sizes.Width, sizes.MlpDim, sizes.Activation);
        ln_2 = nn.LayerNorm(sizes.Width, sizes.NormEps);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)            // [B, N, D], all the way
    {
        using var scope = NewDisposeScope();
        x = Add(x, attn.call(ln_1.call(x)));
        x = Add(x, mlp.call(ln_2.call(x)));
        return x.MoveToOuterDisposeScope();
    }

    // Nobody else holds the branch; without a graph to keep, the sum may take its place.
    private static Tensor Add(Tensor x, Tensor branch) => is_grad_enabled() ? x + branch : branch.add_(x);
}
