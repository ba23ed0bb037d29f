using Microsoft.ML.VisionTransformers.Architectures;
using Microsoft.ML.VisionTransformers.FastConvMae;
using Microsoft.ML.VisionTransformers.Modules;
using Microsoft.ML.VisionTransformers.Weights;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.ConvMae;

/// <summary>
/// Checkpoints of ConvMAE's and FastConvMAE's pretraining. The two have the same keys and shapes, so nothing in a file tells which it is: under
/// the authors' names it is taken for ConvMAE unless FastConvMAE is asked for, under EasyCV's for FastConvMAE, the only one EasyCV has.
/// </summary>
internal sealed class ConvMaeCheckpoints(bool fast) : ConvEncoderCheckpoints
{
    public override IReadOnlyList<KeyMap> KeyMaps => ConvMaeKeyMaps.Pretraining;

    private protected override ConvEncoderSizes EncoderOf(VisionConfiguration network) => ((ConvMaskedConfiguration)network).Encoder;

    public override VisionConfiguration? Infer(IReadOnlyDictionary<string, TensorEntry> shapes, KeyMap naming, CheckpointConfig? config)
    {
        if (fast != (naming == ConvMaeKeyMaps.EasyCvPretraining)
            || !shapes.TryGetValue("decoder_embed.weight", out var embed) || embed.Shape is not [> 0 and var width, _]
            || !shapes.TryGetValue("decoder_blocks.0.mlp.fc1.weight", out var wide) || wide.Shape is not [var hidden, _]
            || ConvMaeShapes.Of(shapes, config) is not { } found)
        {
            return null;
        }
        ConvMaskedConfiguration sizes = fast ? new FastConvMaeConfiguration() : new ConvMaeConfiguration();
        return sizes with
        {
            ImageHeight = found.ImageHeight,
            ImageWidth = found.ImageWidth,
            Channels = found.Channels,
            Encoder = found.Encoder,
            DecoderDim = (int)width,
            DecoderDepth = ConvMaeShapes.Depth(shapes, "decoder_blocks."),
            DecoderHeads = ConvMaeShapes.Heads(config, "decoder_num_heads") ?? (width % 16 == 0 ? 16 : 1),
            DecoderMlpRatio = (double)hidden / width,
            MaskRatio = config?.Number("mask_ratio", sizes.MaskRatio) ?? sizes.MaskRatio,
            NormalizePixels = config?.Flag("norm_pix_loss", sizes.NormalizePixels) ?? sizes.NormalizePixels,
        };
    }

    public override IEnumerable<string> Conflicts(VisionConfiguration network, CheckpointConfig config)
    {
        foreach (var conflict in base.Conflicts(network, config))
            yield return conflict;
        var ours = ((ConvMaskedConfiguration)network).DecoderHeads;
        if (ConvMaeShapes.Heads(config, "decoder_num_heads") is { } heads && heads != ours)
            yield return $"decoder heads: {heads} in the checkpoint's configuration, {ours} in the network";
    }

    private protected override bool SameSizes(VisionConfiguration asked, VisionConfiguration found)
    {
        var (wanted, own) = ((ConvMaskedConfiguration)asked, (ConvMaskedConfiguration)found);
        return base.SameSizes(asked, found) && (own.DecoderDim, own.DecoderDepth, own.DecoderMlpDim) == (wanted.DecoderDim, wanted.DecoderDepth, wanted.DecoderMlpDim);
    }

    public override bool MayBeUnused(string key, VisionConfiguration network) => MaskedNetwork.IsReconstructor(key);

    /// <summary>The position tables are sines, so another grid needs no resampling: it has a table of its own.</summary>
    public override Func<Tensor, Tensor>? Adapt(
        string key, IReadOnlyList<long> from, IReadOnlyList<long> to, VisionConfiguration network, (int Height, int Width)? image)
    {
        var ours = (ConvMaskedConfiguration)network;
        return key is "pos_embed" or "decoder_pos_embed" && from is [1, var rows, var dim] && dim == to[^1]
            && PatchGrid.Of(rows, image, ours.Encoder.Stride) is { } grid && grid != ours.Grid
                ? table => PositionEmbedding.SinCos((int)dim, ours.Grid, 0).to(table.device)
                : null;
    }
}
