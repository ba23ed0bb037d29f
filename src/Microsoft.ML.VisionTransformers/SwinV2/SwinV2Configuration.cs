using System.Text.Json.Serialization;
using Microsoft.ML.VisionTransformers.Modules;
using Microsoft.ML.VisionTransformers.Swin;

namespace Microsoft.ML.VisionTransformers.SwinV2;

/// <summary>
/// A Swin Transformer V2 (Liu et al., "Swin Transformer V2: Scaling Up Capacity and Resolution", 2022). The defaults are SwinV2-T with
/// windows of 8 at 256 pixels.
/// </summary>
public sealed record SwinV2Configuration : ShiftedWindowConfiguration
{
    private readonly StageSizes _pretrainedWindows = new([]);

    /// <summary>The defaults.</summary>
    public SwinV2Configuration() => ImageHeight = ImageWidth = 256;

    /// <inheritdoc/>
    /// <remarks>Default 8, for 256 pixels; 16 is better and slower, 12 is for 192 and 24 for 384.</remarks>
    public override int WindowSize { get; init; } = 8;

    /// <summary>
    /// Windows that each stage was first trained with, when they were others: positions are measured by them. 0 for a stage whose
    /// window is the same. Default empty: all are. Weights of ImageNet-22k at 192 pixels have 12, 12, 12, 6.
    /// </summary>
    public IReadOnlyList<int> PretrainedWindowSizes
    {
        get => _pretrainedWindows.Values;
        init => _pretrainedWindows = new(value.Any(size => size != 0) ? [.. value] : []);
    }

    /// <inheritdoc/>
    [JsonIgnore]
    public override string Family => "SwinV2";

    internal override bool PostNorm => true;

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        Require(PretrainedWindowSizes.Count == 0 || PretrainedWindowSizes.Count == Depths.Count,
            $"There are pretrained windows of {PretrainedWindowSizes.Count} stages and blocks of {Depths.Count}.");
        Require(PretrainedWindowSizes.All(size => size >= 0), $"A window cannot have been {PretrainedWindowSizes.DefaultIfEmpty().Min()} patches wide.");
    }

    /// <summary>The window by which a stage measures positions.</summary>
    internal PatchGrid TrainedWindow(int stage, StageWindows windows)
        => PretrainedWindowSizes.ElementAtOrDefault(stage) is > 0 and var side ? new(side, side) : windows.Window;

    internal override ShiftedWindowConfiguration For(ShiftedWindowConfiguration asked)
    {
        var target = (SwinV2Configuration)base.For(asked);
        if (PretrainedWindowSizes.Count > 0)
            return target;

        // Another window sees positions by the one that the weights were trained with.
        int[] trained = [.. Depths.Select((_, stage) => WindowsOf(stage).Window.Rows)];
        return trained.Where((side, stage) => target.WindowsOf(stage).Window.Rows != side).Any() ? target with { PretrainedWindowSizes = trained } : target;
    }

    internal override WindowAttention CreateAttention(int stage, StageWindows windows, bool shifts)
        => new CosineWindowAttention(AttentionSizes(stage, qkvBias: false), QkvBias, windows, TrainedWindow(stage, windows), shifts);

    private protected override long CountAttentionExtras(int stage)
        => Heads[stage] + CosineWindowAttention.PositionWidth * (3L + Heads[stage]) + (QkvBias ? 2 * DimOf(stage) : 0);
}
