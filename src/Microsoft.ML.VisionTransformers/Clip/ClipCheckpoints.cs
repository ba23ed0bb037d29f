using Microsoft.ML.VisionTransformers.Architectures;
using Microsoft.ML.VisionTransformers.Images;
using Microsoft.ML.VisionTransformers.Modules;
using Microsoft.ML.VisionTransformers.Weights;
using Microsoft.ML.VisionTransformers.Weights.Export;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Clip;

/// <summary>
/// Checkpoints of CLIP with a vision transformer: OpenAI's archives, open_clip's and FlagAI's folders, HuggingFace's. 16-bit weights become 32-bit
/// ones: training in 16 bits ends in NaN after a step (openai/CLIP issues 40, 57 and 83).
/// </summary>
/// <remarks>
/// No shape shows the activation. A configuration beside the weights says it. OpenAI's own archives, known by the sizes they hold as scalars, need
/// QuickGELU. Any other bare file leaves the choice to the architecture that was asked for, and is taken for GELU when none was: open_clip's
/// default.
/// </remarks>
internal sealed class ClipCheckpoints : CheckpointFamily
{
    /// <summary>Sizes that OpenAI's archives hold beside the weights.</summary>
    private static readonly string[] s_scalars = ["input_resolution", "context_length", "vocab_size"];

    public override IReadOnlyList<KeyMap> KeyMaps => ClipKeyMaps.All;

    public override VisionConfiguration? Infer(IReadOnlyDictionary<string, TensorEntry> shapes, KeyMap naming, CheckpointConfig? config)
    {
        if (Shape("visual.positional_embedding") is not [var rows, var width] || Shape("visual.conv1.weight") is not [_, var channels, _, > 0 and var patch]
            || Shape("visual.proj") is not [_, var embedding] || Shape("visual.transformer.resblocks.0.mlp.c_fc.weight") is not [var wide, _]
            || Shape("token_embedding.weight") is not [var vocabulary, var textWidth] || Shape("positional_embedding") is not [var context, _]
            || Shape("transformer.resblocks.0.mlp.c_fc.weight") is not [var textWide, _])
        {
            return null;
        }
        var choices = config is null ? null : ClipChoices.Read(config);
        if (PatchGrid.Of(rows - 1, choices?.ImageSize, (int)patch) is not { } grid)
            return null;
        return new ClipConfiguration
        {
            ImageHeight = grid.Rows * (int)patch,
            ImageWidth = grid.Columns * (int)patch,
            Channels = (int)channels,
            PatchSize = (int)patch,
            EmbeddingDim = (int)embedding,
            VisionWidth = (int)width,
            VisionLayers = Layers("visual.transformer"),
            VisionHeads = choices?.VisionHeads ?? UsualHeads.Of(width),
            VisionMlpRatio = (double)wide / width,
            TextWidth = (int)textWidth,
            TextLayers = Layers("transformer"),
            TextHeads = choices?.TextHeads ?? (int)Math.Max(1, textWidth / 64),
            TextMlpRatio = (double)textWide / textWidth,
            ContextLength = (int)context,
            VocabularySize = (int)vocabulary,
            Activation = choices?.Activation ?? (IsOpenAis(shapes) ? Activation.QuickGelu : Activation.Gelu),
            EndToken = choices?.EndToken,
            NormEps = choices?.NormEps ?? 1e-5,
        };

        IReadOnlyList<long>? Shape(string key) => shapes.TryGetValue(key, out var entry) ? entry.Shape : null;

        int Layers(string tower) => shapes.Keys.Count(key
            => key.StartsWith($"{tower}.resblocks.", StringComparison.Ordinal) && key.EndsWith(".attn.in_proj_weight", StringComparison.Ordinal));
    }

    public override VisionConfiguration Refine(VisionConfiguration asked, VisionConfiguration found, Checkpoint checkpoint)
    {
        if (asked is not ClipConfiguration wanted || found is not ClipConfiguration own)
            return asked;
        if (checkpoint.Config is not { } config || ClipChoices.Read(config) is null)
            return IsOpenAis(checkpoint.Entries) ? wanted with { Activation = own.Activation } : wanted;
        if (!SameSizes(wanted, own))
            return wanted;
        return own with
        {
            ImageHeight = wanted.ImageHeight, ImageWidth = wanted.ImageWidth, Channels = wanted.Channels,
            DynamicSize = wanted.DynamicSize, PositionResampling = wanted.PositionResampling, DropPathRate = wanted.DropPathRate,
        };
    }

    private protected override bool SameSizes(VisionConfiguration asked, VisionConfiguration found)
    {
        return Sizes((ClipConfiguration)asked).SequenceEqual(Sizes((ClipConfiguration)found));

        static int[] Sizes(ClipConfiguration c) =>
        [
            c.PatchSize, c.EmbeddingDim, c.VisionWidth, c.VisionLayers, c.VisionTower.MlpDim,
            c.TextWidth, c.TextLayers, c.TextTower.MlpDim, c.ContextLength, c.VocabularySize,
        ];
    }

    /// <summary>As OpenAI prepares images: the shorter side resized, the centre cropped, and made RGB after that.</summary>
    public override ImagePreprocessing Preprocessing(VisionConfiguration configuration)
    {
        var colour = configuration.Channels == 3;
        return new()
        {
            Width = configuration.ImageWidth,
            Height = configuration.ImageHeight,
            Channels = configuration.Channels,
            Resize = Math.Max(configuration.ImageWidth, configuration.ImageHeight),
            ColourConversion = ColourConversion.AfterResize,
            Mean = colour ? ImagePreprocessing.ClipMean : [0.5f],
            Std = colour ? ImagePreprocessing.ClipStd : [0.5f],
        };
    }

    public override IEnumerable<string> Conflicts(VisionConfiguration network, CheckpointConfig config)
    {
        var ours = (ClipConfiguration)network;
        if (ClipChoices.Read(config) is not { } theirs)
            yield break;
        foreach (var line in theirs.Unsupported)
            yield return $"the checkpoint's configuration asks for {line}";
        if (theirs.Activation != ours.Activation)
            yield return $"activation: {theirs.Activation} in the checkpoint's configuration, {ours.Activation} in the network";
        if (theirs.VisionHeads != ours.VisionHeads)
            yield return $"attention heads for images: {theirs.VisionHeads} in the checkpoint's configuration, {ours.VisionHeads} in the network";
        if (theirs.TextHeads != ours.TextHeads)
            yield return $"attention heads for texts: {theirs.TextHeads} in the checkpoint's configuration, {ours.TextHeads} in the network";
    }

    public override bool MayBeUnused(string key, VisionConfiguration network) => s_scalars.Contains(key);

    public override Func<Tensor, Tensor>? Adapt(
        string key, IReadOnlyList<long> from, IReadOnlyList<long> to, VisionConfiguration network, (int Height, int Width)? image)
    {
        var ours = (ClipConfiguration)network;
        if (key == "visual.positional_embedding" && from is [var rows, var width] && width == ours.VisionWidth)
        {
            return PatchGrid.OfTable(rows - 1, image, ours.PatchSize, ours.Grid) is { } grid && grid != ours.Grid
                ? table => PositionEmbedding.Resample(table.unsqueeze(0), 1, grid, ours.Grid, ours.PositionResampling).squeeze(0)
                : null;
        }
        return key == "visual.conv1.weight" ? GreyOfColour(from, to) : null;
    }

    public override WeightExport Export(VisionConfiguration network, WeightNaming naming) => ClipExports.Create((ClipConfiguration)network, naming);

    private static bool IsOpenAis(IReadOnlyDictionary<string, TensorEntry> entries) => s_scalars.All(entries.ContainsKey);
}
