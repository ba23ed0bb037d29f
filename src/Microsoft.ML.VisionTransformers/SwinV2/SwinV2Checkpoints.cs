using Microsoft.ML.VisionTransformers.Architectures;
using Microsoft.ML.VisionTransformers.Modules;
using Microsoft.ML.VisionTransformers.Swin;
using Microsoft.ML.VisionTransformers.Weights;
using Microsoft.ML.VisionTransformers.Weights.Export;

namespace Microsoft.ML.VisionTransformers.SwinV2;

/// <summary>
/// Checkpoints of Swin Transformers V2. No weight has the size of a window: it is in the configuration, in tables that only some files
/// have, or in the name.
/// </summary>
internal sealed class SwinV2Checkpoints : ShiftedWindowCheckpoints
{
    public override IReadOnlyList<KeyMap> KeyMaps => SwinV2KeyMaps.All;

    private protected override ShiftedWindowConfiguration Blank { get; } = new SwinV2Configuration();

    private protected override string HeadsKey => "logit_scale";

    private protected override int HeadsDimension => 0;

    private protected override string BiasKey => "q_bias";

    /// <summary>The largest window of all blocks: later stages may have smaller ones.</summary>
    private protected override int? WindowFromShapes(IReadOnlyDictionary<string, TensorEntry> shapes)
        => shapes.Max(pair => Side(pair.Key, pair.Value.Shape));

    private protected override ShiftedWindowConfiguration Complete(
        ShiftedWindowConfiguration found, IReadOnlyDictionary<string, TensorEntry> shapes, CheckpointConfig? config, WindowName? name)
        => (SwinV2Configuration)found with
        {
            PretrainedWindowSizes = config?.Numbers("pretrained_window_sizes")
                ?? name?.PretrainedWindows(found.PatchSize, found.Depths.Count) ?? [],
        };

    /// <summary>Of the windows of a first training nothing may be said in the checkpoint: those that were asked for are meant then, where the window is the same.</summary>
    public override VisionConfiguration Refine(VisionConfiguration asked, VisionConfiguration found, Checkpoint checkpoint)
    {
        var refined = (SwinV2Configuration)base.Refine(asked, found, checkpoint);
        var told = refined.PretrainedWindowSizes.Count > 0 || checkpoint.IsOwn || checkpoint.Config?.Numbers("pretrained_window_sizes") is not null
            || WindowName.Parse(checkpoint.Called) is not null;
        return told ? refined : refined with { PretrainedWindowSizes = ((SwinV2Configuration)asked).PretrainedWindowSizes };
    }

    public override WeightExport Export(VisionConfiguration network, WeightNaming naming) => SwinV2Exports.Create((SwinV2Configuration)network, naming);

    private static int? Side(string key, IReadOnlyList<long> shape)
    {
        if (key.EndsWith(".relative_coords_table", StringComparison.Ordinal) && shape is [1, var offsets, _, 2])
            return (int)(offsets + 1) / 2;
        if (!key.EndsWith(".relative_position_index", StringComparison.Ordinal))
            return null;
        // [N, N], which torchvision flattens.
        var patches = shape is [var n, _] ? n : shape is [var pairs] ? PatchGrid.Square(pairs)?.Rows ?? 0 : 0;
        return PatchGrid.Square(patches)?.Rows;
    }
}
