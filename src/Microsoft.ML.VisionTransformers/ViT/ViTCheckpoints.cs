using Microsoft.ML.VisionTransformers.Architectures;
using Microsoft.ML.VisionTransformers.Clip;
using Microsoft.ML.VisionTransformers.Modules;
using Microsoft.ML.VisionTransformers.Weights;
using Microsoft.ML.VisionTransformers.Weights.Export;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.ViT;

/// <summary>Checkpoints of plain vision transformers, MAE's encoder among them.</summary>
internal sealed class ViTCheckpoints : CheckpointFamily
{
    public override IReadOnlyList<KeyMap> KeyMaps => ViTKeyMaps.All;

    public override VisionConfiguration? Infer(IReadOnlyDictionary<string, TensorEntry> shapes, KeyMap naming, CheckpointConfig? config)
    {
        // CLIP's towers hold their table without the batch of one.
        if (!shapes.TryGetValue("pos_embed", out var positions) || positions.Shape is not [.., var rows, var dim]
            || !shapes.TryGetValue("patch_embed.proj.weight", out var patches) || patches.Shape is not [_, var channels, _, var patch]
            || !shapes.TryGetValue("blocks.0.mlp.fc1.weight", out var wide) || Math.Min(dim, patch) < 1)
        {
            return null;
        }
        var classToken = shapes.ContainsKey("cls_token");
        var registers = shapes.TryGetValue("reg_token", out var reg) ? (int)reg.Shape[1] : 0;
        var noEmbedClass = config?.Flag("no_embed_class", false) ?? false;
        var prefix = (classToken ? 1 : 0) + registers;
        var grid = noEmbedClass ? null : SourceGrid(rows - prefix, (int)patch, config);
        if (grid is null && prefix > 0)
        {
            // A table of patches alone, as in DeiT III and timm's networks with registers, whether a configuration says so or not.
            noEmbedClass = true;
            grid = SourceGrid(rows, (int)patch, config);
        }
        if (grid is null)
            return null;
        var preNorm = shapes.ContainsKey("norm_pre.weight");
        var usualEps = ViTKeyMaps.HasSmallEps(naming) ? 1e-12 : preNorm ? 1e-5 : 1e-6;
        var probe = shapes.ContainsKey("head.0.running_mean");
        return new ViTConfiguration
        {
            ImageHeight = grid.Value.Rows * (int)patch,
            ImageWidth = grid.Value.Columns * (int)patch,
            Channels = (int)channels,
            PatchSize = (int)patch,
            Dim = (int)dim,
            Depth = shapes.Keys.Count(key => key.StartsWith("blocks.", StringComparison.Ordinal) && key.EndsWith(".norm1.weight", StringComparison.Ordinal)),
            Heads = ConfiguredHeads(config, dim) ?? UsualHeads.Of(dim),
            MlpRatio = (double)wide.Shape[0] / dim,
            ClassToken = classToken,
            RegisterTokens = registers,
            NoEmbedClass = noEmbedClass,
            Pooling = shapes.ContainsKey("fc_norm.weight") || config?.Text("global_pool") == "avg" || !classToken
                ? ViTPooling.Average : ViTPooling.Token,
            FcNorm = shapes.ContainsKey("fc_norm.weight"),
            LayerScale = shapes.ContainsKey("blocks.0.ls1.gamma") ? 1e-5 : null,
            QkNorm = shapes.ContainsKey("blocks.0.attn.q_norm.weight"),
            PreNorm = preNorm,
            Activation = FoundActivation(naming, config),
            QkvBias = shapes.ContainsKey("blocks.0.attn.qkv.bias"),
            NormEps = config?.Number("layer_norm_eps", usualEps) ?? usualEps,
            PositionResampling = naming == ViTKeyMaps.Timm || ViTKeyMaps.IsClip(naming) ? PositionResampling.Antialias : PositionResampling.Plain,
            RepresentationSize = shapes.TryGetValue("pre_logits.weight", out var representation) ? (int)representation.Shape[0] : null,
            ProbeNorm = probe,
            NumClasses = Classifier(shapes, probe) is { } head ? (int)head.Shape[0] : 0,
        };
    }

    public override IEnumerable<string> Conflicts(VisionConfiguration network, CheckpointConfig config)
    {
        var ours = (ViTConfiguration)network;
        if (ConfiguredHeads(config, ours.Dim) is { } heads && heads != ours.Heads)
            yield return $"attention heads: {heads} in the checkpoint's configuration, {ours.Heads} in the network";
        if (ConfiguredActivation(config) is { } activation && !Matches(activation, ours.Activation))
            yield return $"activation: {activation} in the checkpoint's configuration, {ours.Activation} in the network";
        if (TimmNames.NormsComeAfter(config.TimmArchitecture))
            yield return $"norms: after attention and token-wise network in {config.TimmArchitecture}, before them in all networks here; take weights without _rpn_ in their name";
    }

    /// <summary>What the configuration doesn't say, and how our own code trains, is as asked.</summary>
    public override VisionConfiguration Refine(VisionConfiguration asked, VisionConfiguration found, Checkpoint checkpoint)
    {
        if (checkpoint.Config is not { } config || !SameSizes(asked, found))
            return asked;
        var (wanted, own) = ((ViTConfiguration)asked, (ViTConfiguration)found);
        var (saysHeads, saysActivation) = checkpoint.IsOwn ? (true, true)
            : (ConfiguredHeads(config, own.Dim) is not null, ConfiguredActivation(config) is not null || TimmNames.IsClip(config.TimmArchitecture) || checkpoint.Identity?.Naming == ViTKeyMaps.HuggingFaceClip);
        return own with
        {
            ImageHeight = wanted.ImageHeight,
            ImageWidth = wanted.ImageWidth,
            Channels = wanted.Channels,
            NumClasses = wanted.NumClasses,
            Heads = saysHeads ? own.Heads : wanted.Heads,
            Activation = saysActivation ? own.Activation : wanted.Activation,
            PoolSkip = checkpoint.IsOwn ? own.PoolSkip : wanted.PoolSkip,
            DynamicSize = wanted.DynamicSize,
            DropRate = wanted.DropRate,
            AttentionDropRate = wanted.AttentionDropRate,
            DropPathRate = wanted.DropPathRate,
        };
    }

    private protected override bool SameSizes(VisionConfiguration asked, VisionConfiguration found)
    {
        var (wanted, own) = ((ViTConfiguration)asked, (ViTConfiguration)found);
        return (own.PatchSize, own.Dim, own.Depth, own.MlpDim) == (wanted.PatchSize, wanted.Dim, wanted.Depth, wanted.MlpDim);
    }

    public override bool IsHead(string key) => Is(key, "head");

    public override bool MayBeFresh(string key, IReadOnlyDictionary<string, TensorEntry> shapes, VisionConfiguration network)
    {
        if (IsHead(key))
            return true;

        var ours = (ViTConfiguration)network;

        // Another norm before a classifier that was trained with its own would spoil it; before a new one it only starts anew.
        var newHead = Classifier(shapes, ours.ProbeNorm) is not { } head || head.Shape[0] != ours.NumClasses;
        return newHead && (Is(key, "fc_norm") || Is(key, "pre_logits") || (Is(key, "norm") && shapes.ContainsKey("fc_norm.weight")));
    }

    public override bool MayBeUnused(string key, VisionConfiguration network)
    {
        if (key == "mask_token" || key.StartsWith("decoder_", StringComparison.Ordinal) || Is(key, "decoder"))
            return true; // What masked pretraining adds to the encoder.
        var ours = (ViTConfiguration)network;
        return (Is(key, "norm") && ours.NormAfterPooling) || (Is(key, "fc_norm") && !ours.NormAfterPooling)
            || (IsHead(key) && (ours.NumClasses == 0 || IsProbe(key) != ours.ProbeNorm)) || (Is(key, "pre_logits") && ours.RepresentationSize is null);
    }

    public override Func<Tensor, Tensor>? Adapt(
        string key, IReadOnlyList<long> from, IReadOnlyList<long> to, VisionConfiguration network, (int Height, int Width)? image)
    {
        var ours = (ViTConfiguration)network;
        if (key == "pos_embed" && from is [1, _, _] or [_, _] && from[^1] == ours.Dim)
        {
            return PatchGrid.OfTable(from[^2] - ours.EmbeddedPrefix, image, ours.PatchSize, ours.Grid) is { } grid && grid != ours.Grid
                ? table => PositionEmbedding.Resample(table.reshape(1, from[^2], from[^1]), ours.EmbeddedPrefix, grid, ours.Grid, ours.PositionResampling)
                : null;
        }
        return key == "patch_embed.proj.weight" ? GreyOfColour(from, to) : null;
    }

    public override WeightExport Export(VisionConfiguration network, WeightNaming naming) => ViTExports.Create((ViTConfiguration)network, naming);

    private static TensorEntry? Classifier(IReadOnlyDictionary<string, TensorEntry> shapes, bool probe)
        => shapes.GetValueOrDefault(probe ? "head.1.weight" : "head.weight");

    private static bool IsProbe(string key) => Is(key, "head.0") || Is(key, "head.1");

    private static bool Is(string key, string module) => key.StartsWith(module + ".", StringComparison.Ordinal);

    private static int? ConfiguredHeads(CheckpointConfig? config, long width)
        => config is null ? null
            : ClipChoices.Read(config)?.VisionHeads
                ?? (config.Number("num_attention_heads", config.Number("num_heads", 0)) is > 0 and var heads ? (int)heads : TimmNames.Heads(config.TimmArchitecture, width));

    /// <summary>timm has it in the name of the architecture, HuggingFace in the configuration.</summary>
    private static string? ConfiguredActivation(CheckpointConfig config)
        => ClipChoices.Read(config)?.Activation.ToString() ?? config.Text("hidden_act") ?? config.Text("act_layer") ?? TimmNames.Activation(config.TimmArchitecture);

    /// <summary>What is neither of the two is refused when it is loaded. HuggingFace's CLIP leaves out its own default.</summary>
    private static Activation FoundActivation(KeyMap naming, CheckpointConfig? config)
    {
        var quick = config is not null
            && (ConfiguredActivation(config) is { } name ? Matches(name, Activation.QuickGelu) : naming == ViTKeyMaps.HuggingFaceClip);
        return quick ? Activation.QuickGelu : Activation.Gelu;
    }

    /// <summary>quick_gelu is QuickGelu.</summary>
    private static bool Matches(string name, Activation activation)
        => string.Equals(name.Replace("_", ""), activation.ToString(), StringComparison.OrdinalIgnoreCase);

    private static PatchGrid? SourceGrid(long patches, int patch, CheckpointConfig? config)
        => PatchGrid.Of(patches, config is null ? null : ClipChoices.ImageSizeOf(config), patch);
}
