using Microsoft.ML.VisionTransformers.Modules;
using Microsoft.ML.VisionTransformers.Weights;

namespace Microsoft.ML.VisionTransformers.ConvMae;

/// <summary>What the shapes of a checkpoint, by our names, say of ConvMAE's encoder.</summary>
/// <param name="Encoder">Sizes of the stages.</param>
/// <param name="Channels">Colours of the image.</param>
/// <param name="Grid">Tokens of the image.</param>
internal sealed record ConvMaeShapes(ConvEncoderSizes Encoder, int Channels, PatchGrid Grid)
{
    public int ImageHeight => Grid.Rows * Encoder.Stride;

    public int ImageWidth => Grid.Columns * Encoder.Stride;

    /// <summary>Null when the checkpoint has no such encoder. The heads are no shape: they are the configuration's, or the published sizes'.</summary>
    public static ConvMaeShapes? Of(IReadOnlyDictionary<string, TensorEntry> shapes, CheckpointConfig? config)
    {
        if (Stage(shapes, 1) is not { } first || Stage(shapes, 2) is not { } second
            || Shape(shapes, "patch_embed1.proj.weight") is not [_, var channels, _, _]
            || Shape(shapes, "patch_embed3.proj.weight") is not [> 0 and var dim, _, _, > 0 and var patch]
            || Shape(shapes, "blocks3.0.mlp.fc1.weight") is not [var hidden, _]
            || Shape(shapes, "pos_embed") is not [1, var tokens, _])
        {
            return null;
        }
        var encoder = new ConvEncoderSizes
        {
            Stage1 = first,
            Stage2 = second,
            PatchSize = (int)patch,
            Dim = (int)dim,
            Depth = Depth(shapes, "blocks3."),
            Heads = Heads(config) ?? UsualHeads.Of(dim),
            MlpRatio = (double)hidden / dim,
        };
        return PatchGrid.Of(tokens, config?.ImageSize, encoder.Stride) is { } grid ? new ConvMaeShapes(encoder, (int)channels, grid) : null;
    }

    /// <summary>The heads that a configuration file names.</summary>
    public static int? Heads(CheckpointConfig? config, string name = "num_heads") => config?.Number(name, 0) is > 0 and var heads ? (int)heads : null;

    public static int Depth(IReadOnlyDictionary<string, TensorEntry> shapes, string blocks)
        => shapes.Keys.Count(key => key.StartsWith(blocks, StringComparison.Ordinal) && key.EndsWith(".norm1.weight", StringComparison.Ordinal));

    private static ConvStage? Stage(IReadOnlyDictionary<string, TensorEntry> shapes, int number)
        => Shape(shapes, $"patch_embed{number}.proj.weight") is [> 0 and var dim, _, _, > 0 and var patch]
            && Shape(shapes, $"blocks{number}.0.mlp.fc1.weight") is [var hidden, _, _, _]
            ? new ConvStage { PatchSize = (int)patch, Dim = (int)dim, Depth = Depth(shapes, $"blocks{number}."), MlpRatio = (double)hidden / dim }
            : null;

    private static IReadOnlyList<long>? Shape(IReadOnlyDictionary<string, TensorEntry> shapes, string key)
        => shapes.TryGetValue(key, out var entry) ? entry.Shape : null;
}
