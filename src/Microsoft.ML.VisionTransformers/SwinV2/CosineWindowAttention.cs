using TorchSharp;
using TorchSharp.Modules;
using Microsoft.ML.VisionTransformers.Modules;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.SwinV2;

/// <summary>
/// The window attention of Swin V2: scores are cosines times a learned scale a head, and the bias of a relative position comes from a
/// small network on logarithmic offsets, which carries over to other windows (Liu et al., 2022, section 3).
/// </summary>
internal sealed class CosineWindowAttention : WindowAttention
{
    /// <summary>Width of the network on positions.</summary>
    public const int PositionWidth = 512;

    // The scale is at most 100; above that it gets no gradient.
    private static readonly double s_maximumLogit = Math.Log(100);

    private readonly Parameter logit_scale;
    private readonly Sequential cpb_mlp;
    private readonly Parameter? q_bias;
    private readonly Parameter? v_bias;
    private readonly PatchGrid _trained;

    /// <param name="sizes">Channels, heads and rates.</param>
    /// <param name="bias">Whether queries and values have a bias; keys have none, which would only add the same to all scores of a query.</param>
    /// <param name="windows">How the stage cuts its maps.</param>
    /// <param name="trained">The window by which positions are measured.</param>
    /// <param name="shifts">Whether the windows are shifted by half.</param>
    public CosineWindowAttention(WindowAttentionSizes sizes, bool bias, StageWindows windows, PatchGrid trained, bool shifts)
        : base(nameof(CosineWindowAttention), sizes with { QkvBias = false }, windows, shifts)
    {
        logit_scale = new Parameter(full([sizes.Heads, 1, 1], Math.Log(10)));
        cpb_mlp = nn.Sequential(Initialization.Linear(2, PositionWidth), nn.ReLU(), Initialization.Linear(PositionWidth, sizes.Heads, bias: false));
        if (bias)
        {
            q_bias = new Parameter(zeros(sizes.Dim));
            v_bias = new Parameter(zeros(sizes.Dim));
        }
        _trained = trained;
        RegisterComponents();
    }

    protected override IReadOnlyList<Tensor> PositionWeights => [.. cpb_mlp.parameters()];

    protected override Tensor Project(Tensor windows)
        => Autocast.Linear(windows, qkv.weight!, q_bias is null ? null : cat([q_bias, zeros_like(q_bias), v_bias!], 0));

    protected override (Tensor Queries, Tensor Keys) Scale(Tensor queries, Tensor keys)
        => (Times(queries, LimitedScale() / Length(queries)), Times(keys, Length(keys).reciprocal()));

    protected override bool IsCosine => true;

    protected override Tensor Scales() => LimitedScale().view(-1);

    protected override Tensor PositionBias(PatchGrid window)
    {
        var table = cpb_mlp.call(Windows.LogOffsets(_trained, logit_scale)).sigmoid() * 16;  // [offsets, h]
        return table.index_select(0, Windows.Index(window, table.device))                    // [N * N, h]
            .view(window.Count, window.Count, -1)
            .permute(2, 0, 1);                                                               // [h, N, N]
    }

    private Tensor LimitedScale() => logit_scale.clamp(max: s_maximumLogit).exp();              // [h, 1, 1]

    private static Tensor Length(Tensor x) => x.norm(-1, keepdim: true, p: 2).clamp_min(1e-12); // [B * n, h, N, 1]

    private static Tensor Times(Tensor x, Tensor factor) => is_grad_enabled() ? x * factor : x.mul_(factor);
}
