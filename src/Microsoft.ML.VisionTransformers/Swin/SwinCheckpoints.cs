using Microsoft.ML.VisionTransformers.Architectures;
using Microsoft.ML.VisionTransformers.Modules;
using Microsoft.ML.VisionTransformers.Weights;
using Microsoft.ML.VisionTransformers.Weights.Export;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Swin;

/// <summary>Checkpoints of Swin Transformers V1.</summary>
internal sealed class SwinCheckpoints : ShiftedWindowCheckpoints
{
    private const string Table = "relative_position_bias_table";

    public override IReadOnlyList<KeyMap> KeyMaps => SwinKeyMaps.All;

    private protected override ShiftedWindowConfiguration Blank { get; } = new SwinConfiguration();

    private protected override string HeadsKey => Table;

    private protected override int HeadsDimension => 1;

    private protected override string BiasKey => "qkv.bias";

    private protected override int? WindowFromShapes(IReadOnlyDictionary<string, TensorEntry> shapes)
        => PatchGrid.Square(shapes[$"layers.0.blocks.0.attn.{Table}"].Shape[0]) is { } offsets ? (offsets.Rows + 1) / 2 : null;

    private protected override ShiftedWindowConfiguration Complete(
        ShiftedWindowConfiguration found, IReadOnlyDictionary<string, TensorEntry> shapes, CheckpointConfig? config, WindowName? name)
    {
        CheckWindows(found, shapes);
        return (SwinConfiguration)found with { QkScale = Scale(config) };
    }

    public override IEnumerable<string> Conflicts(VisionConfiguration network, CheckpointConfig config)
    {
        foreach (var conflict in base.Conflicts(network, config))
            yield return conflict;
        if (Scale(config) is { } scale && scale != ((SwinConfiguration)network).QkScale)
            yield return $"scale of products: {scale} in the checkpoint's configuration, {((SwinConfiguration)network).QkScale?.ToString() ?? "one by the root of a head's width"} in the network";
    }

    public override Func<Tensor, Tensor>? Adapt(
        string key, IReadOnlyList<long> from, IReadOnlyList<long> to, VisionConfiguration network, (int Height, int Width)? image)
    {
        if (!key.EndsWith(Table, StringComparison.Ordinal))
            return base.Adapt(key, from, to, network, image);
        if (from is not [var rows, var heads] || heads != to[1] || rows == to[0] || PatchGrid.Square(rows) is not { } source)
            return null;
        var window = ((SwinConfiguration)network).WindowsOf(int.Parse(key.Split('.')[1])).Window;
        var target = new PatchGrid(2 * window.Rows - 1, 2 * window.Columns - 1);

        // As the official load_pretrained: the offsets are a picture a head, which is resized.
        return table => PositionEmbedding.Resample(table.unsqueeze(0), 0, source, target, PositionResampling.Plain).squeeze(0);
    }

    public override WeightExport Export(VisionConfiguration network, WeightNaming naming) => SwinExports.Create((SwinConfiguration)network, naming);

    /// <summary>
    /// A stage whose map is smaller than the window has one as large as its map, and maps halve from stage to stage. Other windows than these (timm's
    /// <c>swin_s3_tiny_224</c> has 7, 7, 14, 7) are a choice that the networks here don't have.
    /// </summary>
    private static void CheckWindows(ShiftedWindowConfiguration found, IReadOnlyDictionary<string, TensorEntry> shapes)
    {
        // A table that is no square is of windows that aren't either: they follow their maps.
        var windows = found.Depths
            .Select((_, stage) => (PatchGrid.Square(shapes[$"layers.{stage}.blocks.0.attn.{Table}"].Shape[0])?.Rows + 1) / 2).OfType<int>().ToList();
        for (var stage = 1; stage < windows.Count && windows.Count == found.Depths.Count; stage++)
        {
            var (before, window) = (windows[stage - 1], windows[stage]);
            var follows = before == windows[0] ? window <= before && window >= before / 2 : window == before / 2 || window == (before + 1) / 2;
            if (!follows)
                throw new CheckpointFormatException($"its stages have windows of {string.Join(", ", windows)} patches. Windows that differ by stage are not read: "
                    + "take weights of a Swin Transformer with one size of window.");
        }
    }

    private static double? Scale(CheckpointConfig? config) => config?.Number("qk_scale", 0) is > 0 and var scale ? scale : null;
}
