using Microsoft.ML.VisionTransformers.Architectures;
using Microsoft.ML.VisionTransformers.Modules;
using Microsoft.ML.VisionTransformers.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Swin;

/// <summary>What loading has to know of Swin V1 and V2 alike: sizes from shapes, and tables that follow another window or image.</summary>
internal abstract class ShiftedWindowCheckpoints : CheckpointFamily
{
    private const string FirstBlock = "layers.0.blocks.0";

    /// <summary>A configuration of the family, whose sizes are replaced by those that are found.</summary>
    private protected abstract ShiftedWindowConfiguration Blank { get; }

    /// <summary>The weight, beside each block's attention, whose shape has the number of heads.</summary>
    private protected abstract string HeadsKey { get; }

    /// <summary>Which dimension of that weight is the number of heads.</summary>
    private protected abstract int HeadsDimension { get; }

    /// <summary>The weight whose presence says that queries and values have a bias.</summary>
    private protected abstract string BiasKey { get; }

    /// <summary>Side of the first stage's window as the shapes have it; null when they don't say.</summary>
    private protected abstract int? WindowFromShapes(IReadOnlyDictionary<string, TensorEntry> shapes);

    /// <summary>What only this version has.</summary>
    private protected abstract ShiftedWindowConfiguration Complete(
        ShiftedWindowConfiguration found, IReadOnlyDictionary<string, TensorEntry> shapes, CheckpointConfig? config, WindowName? name);

    public sealed override VisionConfiguration? Infer(IReadOnlyDictionary<string, TensorEntry> shapes, KeyMap naming, CheckpointConfig? config)
        => Infer(shapes, naming, config, "");

    public sealed override VisionConfiguration? Infer(
        IReadOnlyDictionary<string, TensorEntry> shapes, KeyMap naming, CheckpointConfig? config, string called)
    {
        if (!shapes.TryGetValue("patch_embed.proj.weight", out var patches) || patches.Shape is not [> 0 and var dim, var channels, _, > 0 and var patch]
            || !shapes.TryGetValue($"{FirstBlock}.mlp.fc1.weight", out var wide) || wide.Shape is not [var hidden, _])
        {
            return null;
        }
        var depths = Depths(shapes);
        var heads = depths.Select((_, stage) => Heads(shapes, stage)).ToList();
        if (heads.Count == 0 || heads.Contains(null))
            return null;
        var name = WindowName.Parse(called);
        if ((config?.Size("window_size")?.Height ?? WindowFromShapes(shapes) ?? name?.Window) is not { } window)
            return null;
        (int Height, int Width) image = config?.ImageSize
            ?? (config?.Preprocessing is { } images ? (images.Height, images.Width) : ((int, int)?)null)
            ?? Square(ImageFromShapes(shapes, (int)patch)) ?? Square(name?.Image)
            // The last stage of the published sizes is one window.
            ?? (32 * window, 32 * window);
        return Complete(
            Blank with
            {
                ImageHeight = image.Height,
                ImageWidth = image.Width,
                Channels = (int)channels,
                PatchSize = (int)patch,
                EmbedDim = (int)dim,
                Depths = depths,
                Heads = [.. heads.OfType<int>()],
                WindowSize = window,
                MlpRatio = (double)hidden / dim,
                QkvBias = shapes.ContainsKey($"{FirstBlock}.attn.{BiasKey}"),
                PatchNorm = shapes.ContainsKey("patch_embed.norm.weight"),
                AbsolutePositions = shapes.ContainsKey("absolute_pos_embed"),
                NormEps = config?.Number("layer_norm_eps", 1e-5) ?? 1e-5,
                WindowConvention = naming.Name switch
                {
                    "HuggingFace" => WindowConvention.HuggingFace,
                    "torchvision" => WindowConvention.Torchvision,
                    "timm" => WindowConvention.Timm,
                    _ => WindowConvention.Official,
                },
                NumClasses = shapes.TryGetValue("head.weight", out var head) ? (int)head.Shape[0] : 0,
            },
            shapes, config, name);
    }

    /// <summary>Keys and tables tell whose rules the weights follow even where no configuration is beside them.</summary>
    public override VisionConfiguration Refine(VisionConfiguration asked, VisionConfiguration found, Checkpoint checkpoint)
        => SameSizes(asked, found) ? ((ShiftedWindowConfiguration)found).For((ShiftedWindowConfiguration)asked) : asked;

    private protected override bool SameSizes(VisionConfiguration asked, VisionConfiguration found)
    {
        var (wanted, own) = ((ShiftedWindowConfiguration)asked, (ShiftedWindowConfiguration)found);
        return (own.PatchSize, own.EmbedDim, own.MlpDimOf(0)) == (wanted.PatchSize, wanted.EmbedDim, wanted.MlpDimOf(0))
            && own.Depths.SequenceEqual(wanted.Depths) && own.Heads.SequenceEqual(wanted.Heads);
    }

    public override IEnumerable<string> Conflicts(VisionConfiguration network, CheckpointConfig config)
    {
        if (config.Text("hidden_act") is { } activation and not "gelu")
            yield return $"activation: {activation} in the checkpoint's configuration, gelu (by erf) in the network";
    }

    public override bool IsHead(string key) => key is "head.weight" or "head.bias";

    public override bool MayBeUnused(string key, VisionConfiguration network)
        => key == "mask_token" || key.StartsWith("decoder.", StringComparison.Ordinal) // What masked pretraining adds to the encoder.
            || (IsHead(key) && ((ShiftedWindowConfiguration)network).NumClasses == 0);

    public override Func<Tensor, Tensor>? Adapt(
        string key, IReadOnlyList<long> from, IReadOnlyList<long> to, VisionConfiguration network, (int Height, int Width)? image)
    {
        var ours = (ShiftedWindowConfiguration)network;
        if (key == "absolute_pos_embed" && from is [1, var rows, var dim] && dim == ours.EmbedDim)
        {
            return SourceGrid(rows, ours, image) is { } grid && grid != ours.Grid
                ? table => PositionEmbedding.Resample(table, 0, grid, ours.Grid, PositionResampling.Plain)
                : null;
        }
        return key == "patch_embed.proj.weight" ? GreyOfColour(from, to) : null;
    }

    private int? Heads(IReadOnlyDictionary<string, TensorEntry> shapes, int stage)
        => shapes.TryGetValue($"layers.{stage}.blocks.0.attn.{HeadsKey}", out var found) && found.Shape.Count > HeadsDimension
            ? (int)found.Shape[HeadsDimension] : null;

    private static int[] Depths(IReadOnlyDictionary<string, TensorEntry> shapes)
    {
        List<int> depths = [];
        for (int depth; (depth = Blocks(depths.Count)) > 0;)
            depths.Add(depth);
        return [.. depths];

        int Blocks(int stage)
        {
            var block = 0;
            while (shapes.ContainsKey($"layers.{stage}.blocks.{block}.norm1.weight"))
                block++;
            return block;
        }
    }

    /// <summary>From the position table, or the mask of the first stage's shifted block: its windows times their patches are the map.</summary>
    private static int? ImageFromShapes(IReadOnlyDictionary<string, TensorEntry> shapes, int patch)
    {
        var patches = shapes.TryGetValue("absolute_pos_embed", out var table) && table.Shape is [_, var rows, _] ? rows
            : shapes.TryGetValue("layers.0.blocks.1.attn_mask", out var mask) && mask.Shape is [var windows, var tokens, _] ? windows * tokens
            : 0;
        return PatchGrid.Square(patches)?.Rows * patch;
    }

    private static (int Height, int Width)? Square(int? side) => side is { } length ? (length, length) : null;

    private static PatchGrid? SourceGrid(long patches, ShiftedWindowConfiguration ours, (int Height, int Width)? image)
    {
        if (image is var (height, width) && ours.GridOf(height, width) is var said && said.Count == patches)
            return said;
        return patches == ours.Grid.Count ? ours.Grid : PatchGrid.Square(patches);
    }
}
