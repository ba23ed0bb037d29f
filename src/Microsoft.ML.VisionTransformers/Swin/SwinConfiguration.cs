using System.Text.Json.Serialization;
using Microsoft.ML.VisionTransformers.Modules;

namespace Microsoft.ML.VisionTransformers.Swin;

/// <summary>
/// A Swin Transformer (Liu et al., "Swin Transformer: Hierarchical Vision Transformer using Shifted Windows", 2021). The defaults are
/// Swin-T at 224 pixels.
/// </summary>
public sealed record SwinConfiguration : ShiftedWindowConfiguration
{
    /// <inheritdoc/>
    /// <remarks>Default 7, for 224 pixels; 12 for 384.</remarks>
    public override int WindowSize { get; init; } = 7;

    /// <summary>What products of queries and keys are multiplied by. Default (null) one by the root of a head's width.</summary>
    public double? QkScale { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public override string Family => "Swin";

    internal override bool PostNorm => false;

    internal override ShiftedWindowConfiguration For(ShiftedWindowConfiguration asked)
        => (SwinConfiguration)base.For(asked) with { QkScale = QkScale ?? ((SwinConfiguration)asked).QkScale };

    internal override WindowAttention CreateAttention(int stage, StageWindows windows, bool shifts)
        => new SwinAttention(AttentionSizes(stage, QkvBias), QkScale, windows, shifts);

    private protected override long CountAttentionExtras(int stage)
    {
        var window = WindowsOf(stage).Window;
        return (2L * window.Rows - 1) * (2 * window.Columns - 1) * Heads[stage] + (QkvBias ? 3 * DimOf(stage) : 0);
    }
}
