using Microsoft.ML.VisionTransformers.Architectures;
using Microsoft.ML.VisionTransformers.Modules;
using Microsoft.ML.VisionTransformers.ViT;
using Microsoft.ML.VisionTransformers.Weights;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.ConvMae;

/// <summary>Checkpoints that a ConvViT classifier is, or can start from: those of ConvMAE's and FastConvMAE's pretraining among them.</summary>
internal sealed class ConvViTCheckpoints : ConvEncoderCheckpoints
{
    public override IReadOnlyList<KeyMap> KeyMaps => ConvMaeKeyMaps.Classifier;

    private protected override ConvEncoderSizes EncoderOf(VisionConfiguration network) => ((ConvViTConfiguration)network).Encoder;

    public override VisionConfiguration? Infer(IReadOnlyDictionary<string, TensorEntry> shapes, KeyMap naming, CheckpointConfig? config)
    {
        if (ConvMaeShapes.Of(shapes, config) is not { } found)
            return null;
        var probe = shapes.ContainsKey("head.0.running_mean");
        var classes = (int)(Classes(shapes, probe) ?? 0);
        return new ConvViTConfiguration
        {
            ImageHeight = found.ImageHeight,
            ImageWidth = found.ImageWidth,
            Channels = found.Channels,
            Encoder = found.Encoder,
            Pooling = classes > 0 && !shapes.ContainsKey("fc_norm.weight") && shapes.ContainsKey("norm.weight") ? ViTPooling.Token : ViTPooling.Average,
            PoolSkip = naming == ConvMaeKeyMaps.EasyCvClassifier ? 1 : 0,
            ProbeNorm = probe,
            NumClasses = classes,
        };
    }

    /// <summary>A classifier keeps the pooling that it was trained with; an encoder gets the one that was asked for.</summary>
    public override VisionConfiguration Refine(VisionConfiguration asked, VisionConfiguration found, Checkpoint checkpoint)
    {
        var (wanted, own) = ((ConvViTConfiguration)asked, (ConvViTConfiguration)found);
        return own.NumClasses > 0 ? wanted with { Pooling = own.Pooling, PoolSkip = own.PoolSkip, ProbeNorm = own.ProbeNorm } : wanted;
    }

    public override bool IsHead(string key) => Is(key, "head");

    public override bool MayBeFresh(string key, IReadOnlyDictionary<string, TensorEntry> shapes, VisionConfiguration network)
    {
        if (IsHead(key))
            return true;

        // Another norm before a classifier that was trained with its own would spoil it; before a new one it only starts anew.
        var ours = (ConvViTConfiguration)network;
        var newHead = Classes(shapes, ours.ProbeNorm) != ours.NumClasses;
        return newHead && (Is(key, "fc_norm") || (Is(key, "norm") && shapes.ContainsKey("fc_norm.weight")));
    }

    public override bool MayBeUnused(string key, VisionConfiguration network)
    {
        if (key == "mask_token" || key.StartsWith("decoder_", StringComparison.Ordinal) || Is(key, "stage1_output_decode") || Is(key, "stage2_output_decode"))
            return true; // What masked pretraining adds to the encoder.
        var ours = (ConvViTConfiguration)network;
        return (Is(key, "norm") && ours.NormAfterPooling) || (Is(key, "fc_norm") && !ours.NormAfterPooling)
            || (IsHead(key) && (ours.NumClasses == 0 || IsProbe(key) != ours.ProbeNorm));
    }

    public override Func<Tensor, Tensor>? Adapt(
        string key, IReadOnlyList<long> from, IReadOnlyList<long> to, VisionConfiguration network, (int Height, int Width)? image)
    {
        var ours = (ConvViTConfiguration)network;
        return Adapt(key, from, to, ours.Encoder, ours.Grid, image);
    }

    /// <summary>A position table of another grid, and colour weights for grey images.</summary>
    public static Func<Tensor, Tensor>? Adapt(
        string key, IReadOnlyList<long> from, IReadOnlyList<long> to, ConvEncoderSizes encoder, PatchGrid grid, (int Height, int Width)? image)
    {
        if (key == "pos_embed" && from is [1, var rows, var dim] && dim == encoder.Dim)
        {
            return PatchGrid.OfTable(rows, image, encoder.Stride, grid) is { } other && other != grid
                ? table => PositionEmbedding.Resample(table, 0, other, grid, PositionResampling.Plain) : null;
        }
        return key == "patch_embed1.proj.weight" ? GreyOfColour(from, to) : null;
    }

    /// <summary>Rows of the classifier, with a probe's batch norm before it or without; null when there is none such.</summary>
    private static long? Classes(IReadOnlyDictionary<string, TensorEntry> shapes, bool probe)
        => shapes.TryGetValue(probe ? "head.1.weight" : "head.weight", out var head) && head.Shape is [var rows, ..] ? rows : null;

    private static bool IsProbe(string key) => Is(key, "head.0") || Is(key, "head.1");

    private static bool Is(string key, string module) => key.StartsWith(module + ".", StringComparison.Ordinal);
}
