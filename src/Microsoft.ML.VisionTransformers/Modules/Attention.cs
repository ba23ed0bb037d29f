using TorchSharp;
using TorchSharp.Modules;
using Microsoft.ML.VisionTransformers.Kernels;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Microsoft.ML.VisionTransformers.Modules;

/// <summary>
/// Multi-head self-attention over all tokens (Vaswani et al., 2017). One projection makes queries, keys and values; its rows are
/// ordered [3][heads][head width], as in timm, facebookresearch/mae and torchvision.
/// </summary>
internal sealed class Attention : nn.Module<Tensor, Tensor>
{
    private readonly Linear qkv;
    private readonly TokenNorm? q_norm;
    private readonly TokenNorm? k_norm;
    private readonly Linear proj;
    private readonly int _heads;
    private readonly double _attentionDrop;
    private readonly double _drop;

    /// <param name="dim">Width of a token.</param>
    /// <param name="heads">Number of heads; divides <paramref name="dim"/>.</param>
    /// <param name="qkvBias">Whether the projection to queries, keys and values has a bias.</param>
    /// <param name="qkNorm">Whether queries and keys are normalised a head at a time (ViT-22B, 2023).</param>
    /// <param name="normEps">Epsilon of those norms.</param>
    /// <param name="attentionDrop">Dropout on the attention probabilities.</param>
    /// <param name="drop">Dropout on the output.</param>
    public Attention(
        long dim, int heads, bool qkvBias = true, bool qkNorm = false, double normEps = 1e-6, double attentionDrop = 0, double drop = 0)
        : base(nameof(Attention))
    {
        if (heads < 1 || dim % heads != 0)
            throw new ArgumentException($"A width of {dim} does not divide into {heads} heads.", nameof(heads));
        qkv = Initialization.Linear(dim, 3 * dim, qkvBias);
        if (qkNorm)
        {
            q_norm = new TokenNorm(dim / heads, normEps);
            k_norm = new TokenNorm(dim / heads, normEps);
        }
        proj = Initialization.Linear(dim, dim);
        (_heads, _attentionDrop, _drop) = (heads, attentionDrop, drop);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        var shape = x.shape;                                                                         // [B, N, D]
        using var scope = NewDisposeScope();
        var packed = Autocast.Linear(qkv, x);                                                        // [B, N, 3D]
        var mixed = q_norm is null && !(training && _attentionDrop > 0) && FusedAttention.Serves(packed)
            ? FusedAttention.Apply(packed, _heads)                                                   // [B, N, D]
            : Mix(packed, null).transpose(1, 2).reshape(shape);
        return Project(mixed).MoveToOuterDisposeScope();
    }

    /// <summary>Attention with a bias <c>[H, N, N]</c> that is added to the scores of all samples.</summary>
    public Tensor Attend(Tensor x, Tensor bias)
    {
        using var scope = NewDisposeScope();
        var mixed = Mix(Autocast.Linear(qkv, x), Autocast.Short(bias.unsqueeze(0))).transpose(1, 2).reshape(x.shape); // [B, N, D]
        return Project(mixed).MoveToOuterDisposeScope();
    }

    private Tensor Mix(Tensor packed, Tensor? bias)
    {
        var (q, k, v) = Split(packed);                                                               // 3 x [B, H, N, d]
        return F.scaled_dot_product_attention(q, k, v, bias!, training ? _attentionDrop : 0);        // [B, H, N, d]
    }

    private Tensor Project(Tensor mixed)
    {
        var output = Autocast.Linear(proj, mixed);                                                   // [B, N, D]
        return _drop > 0 && training ? F.dropout(output, _drop, true) : output;
    }

    /// <summary>How much each token looks at each other: probabilities <c>[B, H, N, N]</c>, rows summing to 1.</summary>
    public Tensor Probabilities(Tensor x)
    {
        using var scope = NewDisposeScope();
        var (q, k, _) = Split(qkv.call(x));
        var (batch, heads, tokens, width) = (q.shape[0], q.shape[1], q.shape[2], q.shape[3]);
        var scores = (q * (1 / Math.Sqrt(width))).reshape(batch * heads, tokens, width)
            .bmm(k.reshape(batch * heads, tokens, width).transpose(1, 2));
        return scores.softmax(-1).view(batch, heads, tokens, tokens).MoveToOuterDisposeScope();
    }

    private (Tensor Q, Tensor K, Tensor V) Split(Tensor packed)
    {
        var shape = packed.shape;
        var parts = packed.view(shape[0], shape[1], 3, _heads, shape[2] / 3 / _heads)
            .permute(2, 0, 3, 1, 4)                                                                  // [3, B, H, N, d]
            .unbind(0);
        return (Normalize(parts[0], q_norm), Normalize(parts[1], k_norm), parts[2]);

        static Tensor Normalize(Tensor part, TokenNorm? norm) => norm is null ? part : Autocast.Short(Autocast.Norm(norm, part));
    }
}
