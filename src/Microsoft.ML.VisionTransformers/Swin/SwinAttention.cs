using TorchSharp;
using TorchSharp.Modules;
using Microsoft.ML.VisionTransformers.Modules;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Swin;

/// <summary>The window attention of Swin V1: scaled products, and a learned bias for each relative position.</summary>
internal sealed class SwinAttention : WindowAttention
{
    private readonly Parameter relative_position_bias_table;
    private readonly double _scale;

    public SwinAttention(WindowAttentionSizes sizes, double? scale, StageWindows windows, bool shifts)
        : base(nameof(SwinAttention), sizes, windows, shifts)
    {
        var (rows, columns) = (2L * windows.Window.Rows - 1, 2L * windows.Window.Columns - 1);
        relative_position_bias_table = new Parameter(zeros(rows * columns, sizes.Heads));
        _scale = scale ?? 1 / Math.Sqrt(sizes.Dim / sizes.Heads);
        RegisterComponents();
    }

    protected override IReadOnlyList<Tensor> PositionWeights => [relative_position_bias_table];

    protected override Tensor Project(Tensor windows) => Autocast.Linear(qkv, windows);

    protected override (Tensor Queries, Tensor Keys) Scale(Tensor queries, Tensor keys) => (is_grad_enabled() ? queries * _scale : queries.mul_(_scale), keys);

    protected override bool IsCosine => false;

    protected override Tensor Scales() => full([relative_position_bias_table.shape[1]], _scale, relative_position_bias_table.dtype, relative_position_bias_table.device);

    protected override Tensor PositionBias(PatchGrid window)
        => relative_position_bias_table.index_select(0, Windows.Index(window, relative_position_bias_table.device)) // [N * N, h]
            .view(window.Count, window.Count, -1)
            .permute(2, 0, 1);                                                                                      // [h, N, N]
}
