using Microsoft.ML.VisionTransformers.Architectures;
using Microsoft.ML.VisionTransformers.Modules;
using Microsoft.ML.VisionTransformers.Weights;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.ConvMae;

/// <summary>Checkpoints that a detection backbone is, or can start from: a detector's, a classifier's, and those of pretraining.</summary>
internal sealed class ConvViTDetectionCheckpoints : ConvEncoderCheckpoints
{
    private const string WindowTable = "windowed_rel_pos_bias.relative_position_bias_table";
    private const string GlobalTable = "global_rel_pos_bias.relative_position_bias_table";

    // The rest of a detector, and what pretraining and classifying add to the encoder.
    private static readonly string[] s_others =
    [
        "backbone.", "proposal_generator.", "roi_heads.", "pixel_mean", "pixel_std",
        "norm.", "fc_norm.", "head.", "mask_token", "decoder_", "stage1_output_decode.", "stage2_output_decode.",
    ];

    public override IReadOnlyList<KeyMap> KeyMaps => ConvMaeKeyMaps.Detection;

    private protected override ConvEncoderSizes EncoderOf(VisionConfiguration network) => ((ConvViTDetectionConfiguration)network).Encoder;

    public override VisionConfiguration? Infer(IReadOnlyDictionary<string, TensorEntry> shapes, KeyMap naming, CheckpointConfig? config)
    {
        if (!shapes.TryGetValue(WindowTable, out var table) || table.Shape is not [var offsets, var heads]
            || PatchGrid.Square(offsets) is not { } window || ConvMaeShapes.Of(shapes, config) is not { } found)
        {
            return null;
        }
        var sizes = new ConvViTDetectionConfiguration
        {
            ImageHeight = found.ImageHeight,
            ImageWidth = found.ImageWidth,
            Channels = found.Channels,
            Encoder = found.Encoder with { Heads = (int)heads },
            WindowSize = (window.Rows + 1) / 2,
        };
        // Which blocks are global is no shape: those of the base size, as far as there are so many.
        return sizes with { GlobalBlocks = [.. sizes.GlobalBlocks.Where(block => block < found.Encoder.Depth)] };
    }

    public override bool MayBeFresh(string key, IReadOnlyDictionary<string, TensorEntry> shapes, VisionConfiguration network)
        => key is WindowTable or GlobalTable && !shapes.ContainsKey(WindowTable);

    public override bool MayBeUnused(string key, VisionConfiguration network)
        => s_others.Any(other => key.StartsWith(other, StringComparison.Ordinal));

    public override Func<Tensor, Tensor>? Adapt(
        string key, IReadOnlyList<long> from, IReadOnlyList<long> to, VisionConfiguration network, (int Height, int Width)? image)
    {
        var ours = (ConvViTDetectionConfiguration)network;
        if (key is not (WindowTable or GlobalTable))
            return ConvViTCheckpoints.Adapt(key, from, to, ours.Encoder, ours.Grid, image);
        if (from is not [var rows, var heads] || heads != to[1] || rows == to[0] || PatchGrid.Square(rows) is not { } source)
            return null;

        // The offsets are a picture a head, which is resized as Swin's are.
        var target = ConvViTDetectionConfiguration.Offsets(key == WindowTable ? ours.Window : ours.Grid);
        return table => PositionEmbedding.Resample(table.unsqueeze(0), 0, source, target, PositionResampling.Plain).squeeze(0);
    }
}
