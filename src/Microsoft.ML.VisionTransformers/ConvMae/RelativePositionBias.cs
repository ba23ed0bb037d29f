using TorchSharp;
using TorchSharp.Modules;
using Microsoft.ML.VisionTransformers.Modules;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.ConvMae;

/// <summary>A learned bias for each offset between two tokens of a grid, one a head; all blocks that attend over such grids share it.</summary>
internal sealed class RelativePositionBias : nn.Module
{
    private readonly Parameter relative_position_bias_table;
    private readonly PatchGrid _grid;

    public RelativePositionBias(PatchGrid grid, int heads) : base(nameof(RelativePositionBias))
    {
        relative_position_bias_table = new Parameter(zeros(ConvViTDetectionConfiguration.Offsets(grid).Count, heads));
        _grid = grid;
        RegisterComponents();
    }

    /// <summary>What is added to the scores of attention: <c>[H, N, N]</c>.</summary>
    public Tensor Bias()
    {
        using var scope = NewDisposeScope();
        var index = RelativePositions.Index(_grid, _grid).to(relative_position_bias_table.device);        // [N*N]
        return relative_position_bias_table.index_select(0, index)                                       // [N*N, H]
            .view(_grid.Count, _grid.Count, -1).permute(2, 0, 1).contiguous().MoveToOuterDisposeScope();
    }
}
