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

    private protected override ShiftedWindowConfiguration Complete(ShiftedWindowConfiguration found, CheckpointConfig? config, WindowName? name)
        => (SwinConfiguration)found with { QkScale = Scale(config) };

    public override IEnumerable<string> Conflicts(VisionConfiguration network, CheckpointConfig config)
    {
        foreach (var conflict in base.Conflicts(network, config))
            yield return conflict;
        if (Scale(config) is { } scale && scale != ((SwinConfiguration)network).QkScale)
            yield return $"scale of products: {scale} in the checkpoint's configuration, {((SwinConfiguration)network).QkScale?.ToString() ?? "one by the root of a head's width"} in the network";
    }

    public override Func<Tensor, Tensor>? Adapt(
        string key, IReadOnlyList<long> from, IReadOnlyList<long> to, VisionConfiguration network, CheckpointConfig? config)
    {
        if (!key.EndsWith(Table, StringComparison.Ordinal))
            return base.Adapt(key, from, to, network, config);
        if (from is not [var rows, var heads] || heads != to[1] || rows == to[0] || PatchGrid.Square(rows) is not { } source)
            return null;
        var window = ((SwinConfiguration)network).WindowsOf(int.Parse(key.Split('.')[1])).Window;
        var target = new PatchGrid(2 * window.Rows - 1, 2 * window.Columns - 1);

        // As the official load_pretrained: the offsets are a picture a head, which is resized.
        return table => PositionEmbedding.Resample(table.unsqueeze(0), 0, source, target, PositionResampling.Plain).squeeze(0);
    }

    public override WeightExport Export(VisionConfiguration network, WeightNaming naming) => SwinExports.Create((SwinConfiguration)network, naming);

    private static double? Scale(CheckpointConfig? config) => config?.Number("qk_scale", 0) is > 0 and var scale ? scale : null;
}
