using System.Text.Json.Nodes;
using Microsoft.ML.VisionTransformers.Modules;
using Microsoft.ML.VisionTransformers.Weights.Export;

namespace Microsoft.ML.VisionTransformers.Swin;

/// <summary>What Swin V1 and V2 have in common when they are written for other libraries.</summary>
internal static class ShiftedWindowExports
{
    private const string Torchvision = "torchvision.models.swin_transformer";

    /// <summary>What none of the libraries has.</summary>
    public static ExportLimits Limits(ShiftedWindowConfiguration c, string library, WindowConvention convention) => new ExportLimits(c, library)
        .Need(!c.AbsolutePositions, "it adds no table of positions to the patches")
        .Need(c.PatchNorm, "it normalises the patches")
        .Need(Agree(c, convention), $"it cuts images of {c.ImageWidth}x{c.ImageHeight} pixels into other windows than this network, whose are of {c.WindowSize} patches");

    /// <summary>What only torchvision lacks.</summary>
    public static ExportLimits ForTorchvision(this ExportLimits limits, ShiftedWindowConfiguration c) => limits
        .Need(c.Channels == 3, $"it takes 3 channels, not {c.Channels}")
        .Need(c.QkvBias, "its queries, keys and values have biases")
        .Need(c.NumClasses > 0, "it always has a classifier")
        .Prefer(c.NormEps == 1e-5, $"torchvision's layer norms add 1e-5 where this network's add {c.NormEps:0.###e+0}.");

    public static JsonObject HuggingFaceConfig(ShiftedWindowConfiguration c, string type, string name) => new()
    {
        ["architectures"] = new JsonArray(c.NumClasses > 0 ? $"{name}ForImageClassification" : $"{name}Model"),
        ["model_type"] = type,
        ["image_size"] = Sides(c),
        ["patch_size"] = c.PatchSize,
        ["num_channels"] = c.Channels,
        ["embed_dim"] = c.EmbedDim,
        ["depths"] = Numbers(c.Depths),
        ["num_heads"] = Numbers(c.Heads),
        ["num_layers"] = c.Depths.Count,
        ["window_size"] = c.WindowSize,
        ["mlp_ratio"] = c.MlpRatio,
        ["qkv_bias"] = c.QkvBias,
        ["use_absolute_embeddings"] = false,
        ["hidden_act"] = "gelu",
        ["hidden_size"] = c.Features,
        ["layer_norm_eps"] = c.NormEps,
        ["drop_path_rate"] = c.DropPathRate,
        ["hidden_dropout_prob"] = c.DropRate,
        ["attention_probs_dropout_prob"] = c.AttentionDropRate,
        ["initializer_range"] = 0.02,
        ["encoder_stride"] = c.PatchSize << (c.Depths.Count - 1),
    };

    public static JsonObject TimmConfig(ShiftedWindowConfiguration c, string architecture) => new()
    {
        ["architecture"] = architecture, // Any name that timm knows: the arguments say everything.
        ["num_classes"] = c.NumClasses,
        ["num_features"] = c.Features,
        ["global_pool"] = "avg",
        ["model_args"] = new JsonObject
        {
            ["img_size"] = Sides(c),
            ["patch_size"] = c.PatchSize,
            ["in_chans"] = c.Channels,
            ["embed_dim"] = c.EmbedDim,
            ["depths"] = Numbers(c.Depths),
            ["num_heads"] = Numbers(c.Heads),
            ["window_size"] = c.WindowSize,
            ["mlp_ratio"] = c.MlpRatio,
            ["qkv_bias"] = c.QkvBias,
        },
    };

    /// <summary>How torchvision's model is made; <paramref name="version"/> is what V2's parts end in.</summary>
    public static Dictionary<string, string> TorchvisionMetadata(ShiftedWindowConfiguration c, string version)
    {
        var arguments = new JsonObject
        {
            ["patch_size"] = new JsonArray(c.PatchSize, c.PatchSize),
            ["embed_dim"] = c.EmbedDim,
            ["depths"] = Numbers(c.Depths),
            ["num_heads"] = Numbers(c.Heads),
            ["window_size"] = new JsonArray(c.WindowSize, c.WindowSize),
            ["mlp_ratio"] = c.MlpRatio,
            ["num_classes"] = c.NumClasses,
            ["block"] = $"{Torchvision}.SwinTransformerBlock{version}",
            ["downsample_layer"] = $"{Torchvision}.PatchMerging{version}",
        };
        return new() { ["constructor"] = $"{Torchvision}.SwinTransformer", ["arguments"] = arguments.ToJsonString() };
    }

    /// <summary>Stage and number of each block, and the window of its position table.</summary>
    public static IEnumerable<(int Stage, int Block, PatchGrid Window)> Blocks(ShiftedWindowConfiguration c)
        => c.Depths.SelectMany((depth, stage) => Enumerable.Range(0, depth).Select(block => (stage, block, c.WindowsOf(stage).Window)));

    public static JsonArray Numbers(IEnumerable<int> values) => [.. values.Select(value => (JsonNode)value)];

    /// <summary>
    /// Whether another library's rules cut the maps of the network's own image size as the network does. They disagree only where a map is no
    /// multiple of its window, or smaller.
    /// </summary>
    private static bool Agree(ShiftedWindowConfiguration c, WindowConvention convention)
    {
        var other = c with { WindowConvention = convention };
        return other.Grid == c.Grid && Enumerable.Range(0, c.Depths.Count).All(stage =>
        {
            var (own, theirs) = (c.WindowsOf(stage), other.WindowsOf(stage));
            var step = (1 << stage) - 1;
            var map = new PatchGrid((c.Grid.Rows + step) >> stage, (c.Grid.Columns + step) >> stage);
            return own.Window == theirs.Window && new[] { false, true }.All(shifts => Same(own.Plan(map, shifts), theirs.Plan(map, shifts)));
        });
    }

    private static bool Same(WindowPlan a, WindowPlan b) => (a.Window, a.Shift) == (b.Window, b.Shift)
        && (a.Padded == a.Map || (a.RollsBeforePadding, a.MaskedMap) == (b.RollsBeforePadding, b.MaskedMap));

    private static JsonNode Sides(ShiftedWindowConfiguration c) => c.ImageHeight == c.ImageWidth ? c.ImageHeight : new JsonArray(c.ImageHeight, c.ImageWidth);
}
