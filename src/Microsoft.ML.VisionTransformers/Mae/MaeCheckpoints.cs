using Microsoft.ML.VisionTransformers.Architectures;
using Microsoft.ML.VisionTransformers.Modules;
using Microsoft.ML.VisionTransformers.Weights;
using Microsoft.ML.VisionTransformers.Weights.Export;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Mae;

/// <summary>
/// Checkpoints of masked pretraining, encoder and decoder. The downloads without a decoder are those of a vision transformer, and start a
/// masked autoencoder's encoder as well.
/// </summary>
internal sealed class MaeCheckpoints : CheckpointFamily
{
    public override IReadOnlyList<KeyMap> KeyMaps => MaeKeyMaps.All;

    public override VisionConfiguration? Infer(IReadOnlyDictionary<string, TensorEntry> shapes, KeyMap naming, CheckpointConfig? config)
    {
        if (!shapes.TryGetValue("decoder_embed.weight", out var decoder) || decoder.Shape is not [var decoderDim, var dim]
            || !shapes.TryGetValue("patch_embed.proj.weight", out var patches) || patches.Shape is not [_, var channels, _, var patch]
            || !shapes.TryGetValue("pos_embed", out var positions) || positions.Shape is not [_, var rows, _]
            || !shapes.TryGetValue("blocks.0.mlp.fc1.weight", out var wide) || !shapes.TryGetValue("decoder_blocks.0.mlp.fc1.weight", out var decoderWide)
            || Math.Min(Math.Min(dim, decoderDim), patch) < 1 || PatchGrid.Of(rows - 1, config?.ImageSize, (int)patch) is not { } grid)
        {
            return null;
        }
        // The official code normalises when it is told to, and its published recipe tells it; transformers has it off by default.
        var normalized = naming != MaeKeyMaps.HuggingFace;
        return new MaeConfiguration
        {
            ImageHeight = grid.Rows * (int)patch,
            ImageWidth = grid.Columns * (int)patch,
            Channels = (int)channels,
            PatchSize = (int)patch,
            Dim = (int)dim,
            Depth = Blocks(shapes, "blocks."),
            Heads = Configured(config, "num_attention_heads") ?? Configured(config, "num_heads") ?? UsualHeads.Of(dim),
            MlpRatio = (double)wide.Shape[0] / dim,
            DecoderDim = (int)decoderDim,
            DecoderDepth = Blocks(shapes, "decoder_blocks."),
            DecoderHeads = DecoderHeads(config) ?? (decoderDim % 16 == 0 ? 16 : 1),
            DecoderMlpRatio = (double)decoderWide.Shape[0] / decoderDim,
            NormEps = config?.Number("layer_norm_eps", DefaultEps(naming)) ?? DefaultEps(naming),
            MaskRatio = config?.Number("mask_ratio", 0.75) ?? 0.75,
            NormalizePixels = config?.Flag("norm_pix_loss", normalized) ?? normalized,
        };
    }

    public override IEnumerable<string> Conflicts(VisionConfiguration network, CheckpointConfig config)
    {
        var ours = (MaeConfiguration)network;
        if ((Configured(config, "num_attention_heads") ?? Configured(config, "num_heads")) is { } heads && heads != ours.Heads)
            yield return $"attention heads: {heads} in the checkpoint's configuration, {ours.Heads} in the network";
        if (DecoderHeads(config) is { } decoderHeads && decoderHeads != ours.DecoderHeads)
            yield return $"decoder heads: {decoderHeads} in the checkpoint's configuration, {ours.DecoderHeads} in the network";
        if (config.Text("hidden_act") is { } activation and not "gelu")
            yield return $"activation: {activation} in the checkpoint's configuration, gelu (by erf) in the network";
    }

    private protected override bool SameSizes(VisionConfiguration asked, VisionConfiguration found)
    {
        return Sizes((MaeConfiguration)asked) == Sizes((MaeConfiguration)found);

        static (int, int, int, int, int, int, int) Sizes(MaeConfiguration c)
            => (c.PatchSize, c.Dim, c.Depth, c.Encoder.MlpDim, c.DecoderDim, c.DecoderDepth, c.DecoderMlpDim);
    }

    public override bool MayBeFresh(string key, IReadOnlyDictionary<string, TensorEntry> shapes, VisionConfiguration network)
        => IsDecoder(key) && !shapes.ContainsKey("decoder_embed.weight");

    public override bool MayBeUnused(string key, VisionConfiguration network) => MaskedNetwork.IsReconstructor(key);

    public override Func<Tensor, Tensor>? Adapt(
        string key, IReadOnlyList<long> from, IReadOnlyList<long> to, VisionConfiguration network, (int Height, int Width)? image)
    {
        var ours = (MaeConfiguration)network;
        if (key is not ("pos_embed" or "decoder_pos_embed") || from is not [1, var rows, var dim] || dim != to[^1])
            return null;

        // Tables of sines are made anew on another grid, as pretraining there would have had them; an encoder of another kind has learnt its own.
        return PatchGrid.Of(rows - 1, image, ours.PatchSize) is { } grid && grid != ours.Grid
            ? table => IsSines(table, grid) ? PositionEmbedding.SinCos((int)dim, ours.Grid, 1).to(table.device) : PositionEmbedding.Resample(table, 1, grid, ours.Grid, PositionResampling.Plain)
            : null;
    }

    public override WeightExport Export(VisionConfiguration network, WeightNaming naming) => MaeExports.Create((MaeConfiguration)network, naming);

    private static bool IsSines(Tensor table, PatchGrid grid)
    {
        using var scope = NewDisposeScope();
        return table.to(ScalarType.Float32).cpu().allclose(PositionEmbedding.SinCos((int)table.shape[^1], grid, 1), 0, 4e-3); // as near as bfloat16 comes
    }

    private static bool IsDecoder(string key) => key == "mask_token" || key.StartsWith("decoder_", StringComparison.Ordinal);

    private static int Blocks(IReadOnlyDictionary<string, TensorEntry> shapes, string prefix)
        => shapes.Keys.Count(key => key.StartsWith(prefix, StringComparison.Ordinal) && key.EndsWith(".norm1.weight", StringComparison.Ordinal));

    // transformers leaves values out of config.json that are its defaults.
    private static double DefaultEps(KeyMap naming) => naming == MaeKeyMaps.HuggingFace ? 1e-12 : 1e-6;

    private static int? DecoderHeads(CheckpointConfig? config)
        => Configured(config, "decoder_num_attention_heads") ?? Configured(config, "decoder_num_heads");

    private static int? Configured(CheckpointConfig? config, string name)
        => config?.Number(name, 0) is > 0 and var number ? (int)number : null;
}
