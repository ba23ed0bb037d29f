using Microsoft.ML.VisionTransformers.Swin;
using Microsoft.ML.VisionTransformers.Weights;

namespace Microsoft.ML.VisionTransformers.SwinV2;

/// <summary>How Swin Transformers V2 are named by those who publish them. Ours are the official names.</summary>
internal static class SwinV2KeyMaps
{
    public static readonly KeyMap Official = new("official", "layers.0.blocks.0.attn.logit_scale", ShiftedWindowNames.OfficialPrefixes, [])
    {
        Ignored = ShiftedWindowNames.Buffers,
    };

    /// <summary>timm since 0.9; its files from before that have the official names.</summary>
    public static readonly KeyMap Timm = new("timm", ShiftedWindowNames.TimmSign, ShiftedWindowNames.TimmPrefixes, ShiftedWindowNames.Timm)
    {
        Ignored = ShiftedWindowNames.Buffers,
    };

    /// <summary>timm without a classifier, known by a merging in the last stage.</summary>
    public static readonly KeyMap TimmFeatures = Timm with { Sign = ShiftedWindowNames.TimmFeaturesSign };

    /// <summary>torchvision: one bias for queries, keys and values, of which that of the keys is 0.</summary>
    public static readonly KeyMap Torchvision = new(
        "torchvision", "features.1.0.attn.logit_scale", ["", "module."],
        [
            KeyRule.Split(["layers.{i}.blocks.{j}.attn.q_bias", null, "layers.{i}.blocks.{j}.attn.v_bias"], "features.{2i+1}.{j}.attn.qkv.bias"),
            .. ShiftedWindowNames.Torchvision,
        ])
    {
        Ignored = ShiftedWindowNames.Buffers,
    };

    /// <summary>HuggingFace transformers: separate query, key and value, the key without a bias.</summary>
    public static readonly KeyMap HuggingFace = new(
        "HuggingFace", "encoder.layers.0.blocks.0.attention.self.logit_scale", ["swinv2.", ""],
        [
            new("layers.{i}.blocks.{j}.attn.qkv.weight",
                "encoder.layers.{i}.blocks.{j}.attention.self.query.weight",
                "encoder.layers.{i}.blocks.{j}.attention.self.key.weight",
                "encoder.layers.{i}.blocks.{j}.attention.self.value.weight"),
            new("layers.{i}.blocks.{j}.attn.q_bias", "encoder.layers.{i}.blocks.{j}.attention.self.query.bias"),
            new("layers.{i}.blocks.{j}.attn.v_bias", "encoder.layers.{i}.blocks.{j}.attention.self.value.bias"),
            new("layers.{i}.blocks.{j}.attn.logit_scale", "encoder.layers.{i}.blocks.{j}.attention.self.logit_scale"),
            new("layers.{i}.blocks.{j}.attn.cpb_mlp.{k}.{p}", "encoder.layers.{i}.blocks.{j}.attention.self.continuous_position_bias_mlp.{k}.{p}"),
            .. ShiftedWindowNames.HuggingFace,
        ])
    {
        Ignored = ShiftedWindowNames.Buffers,
        Unprefixed = ShiftedWindowNames.HuggingFaceUnprefixed,
    };

    public static readonly IReadOnlyList<KeyMap> All = [HuggingFace, Torchvision, Timm, TimmFeatures, Official];
}
