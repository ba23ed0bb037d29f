using Microsoft.ML.VisionTransformers.Weights;

namespace Microsoft.ML.VisionTransformers.Swin;

/// <summary>How Swin Transformers V1 are named by those who publish them. Ours are the official names.</summary>
internal static class SwinKeyMaps
{
    private const string Sign = "blocks.0.attn.relative_position_bias_table";

    public static readonly KeyMap Official = new("official", $"layers.0.{Sign}", ShiftedWindowNames.OfficialPrefixes, [])
    {
        Ignored = ShiftedWindowNames.Buffers,
    };

    /// <summary>timm since 0.9; its files from before that have the official names.</summary>
    public static readonly KeyMap Timm = new("timm", ShiftedWindowNames.TimmSign, ShiftedWindowNames.TimmPrefixes, ShiftedWindowNames.Timm)
    {
        Ignored = ShiftedWindowNames.Buffers,
    };

    /// <summary>timm without a classifier, known by a merging in the last stage: the official names have none there.</summary>
    public static readonly KeyMap TimmFeatures = Timm with { Sign = ShiftedWindowNames.TimmFeaturesSign };

    public static readonly KeyMap Torchvision = new(
        "torchvision", "features.1.0.attn.relative_position_bias_table", ["", "module."], ShiftedWindowNames.Torchvision)
    {
        Ignored = ShiftedWindowNames.Buffers,
    };

    /// <summary>HuggingFace transformers: separate query, key and value.</summary>
    public static readonly KeyMap HuggingFace = new(
        "HuggingFace", "encoder.layers.0.blocks.0.attention.self.relative_position_bias_table", ["swin.", ""],
        [
            new("layers.{i}.blocks.{j}.attn.qkv.{p}",
                "encoder.layers.{i}.blocks.{j}.attention.self.query.{p}",
                "encoder.layers.{i}.blocks.{j}.attention.self.key.{p}",
                "encoder.layers.{i}.blocks.{j}.attention.self.value.{p}"),
            new("layers.{i}.blocks.{j}.attn.relative_position_bias_table",
                "encoder.layers.{i}.blocks.{j}.attention.self.relative_position_bias_table"),
            .. ShiftedWindowNames.HuggingFace,
        ])
    {
        Ignored = ShiftedWindowNames.Buffers,
        Unprefixed = ShiftedWindowNames.HuggingFaceUnprefixed,
    };

    public static readonly IReadOnlyList<KeyMap> All = [HuggingFace, Torchvision, Timm, TimmFeatures, Official];
}
