using Microsoft.ML.VisionTransformers.Weights;

namespace Microsoft.ML.VisionTransformers.Swin;

/// <summary>What the names of Swin V1 and V2 weights have in common, publisher by publisher.</summary>
internal static class ShiftedWindowNames
{
    public const string TimmSign = "head.fc.weight";

    public const string TimmFeaturesSign = "layers.3.downsample.reduction.weight";

    /// <summary>What distributed training, compiling, masked pretraining (SimMIM) and detection leave before every key.</summary>
    public static readonly string[] OfficialPrefixes = ["", "module.", "_orig_mod.", "encoder.", "backbone."];

    public static readonly string[] TimmPrefixes = ["", "module.", "_orig_mod."];

    /// <summary>Tables that follow from the sizes; files of different libraries have or lack them.</summary>
    public static readonly string[] Buffers =
    [
        "{rest}.relative_position_index", "{rest}.relative_coords_table", "{rest}.attn_mask", "{rest}.k_bias", "embeddings.mask_token",
    ];

    /// <summary>timm merges at the start of a stage, the official code at the end of the one before.</summary>
    public static readonly KeyRule[] Timm =
    [
        new("head.{p}", "head.fc.{p}"),
        new("layers.{i}.downsample.{rest}", "layers.{i+1}.downsample.{rest}"),
        new("{rest}", "{rest}"),
    ];

    /// <summary>torchvision numbers patches, stages and mergings through: 0, odd and even ones.</summary>
    public static readonly KeyRule[] Torchvision =
    [
        new("patch_embed.proj.{p}", "features.0.0.{p}"),
        new("patch_embed.norm.{p}", "features.0.2.{p}"),
        new("layers.{i}.blocks.{j}.mlp.fc1.{p}", "features.{2i+1}.{j}.mlp.0.{p}"),
        new("layers.{i}.blocks.{j}.mlp.fc2.{p}", "features.{2i+1}.{j}.mlp.3.{p}"),
        new("layers.{i}.blocks.{j}.{rest}", "features.{2i+1}.{j}.{rest}"),
        new("layers.{i}.downsample.{rest}", "features.{2i+2}.{rest}"),
        new("norm.{p}", "norm.{p}"),
        new("head.{p}", "head.{p}"),
    ];

    public static readonly KeyRule[] HuggingFace =
    [
        new("absolute_pos_embed", "embeddings.position_embeddings"),
        new("patch_embed.proj.{p}", "embeddings.patch_embeddings.projection.{p}"),
        new("patch_embed.norm.{p}", "embeddings.norm.{p}"),
        new("layers.{i}.blocks.{j}.norm1.{p}", "encoder.layers.{i}.blocks.{j}.layernorm_before.{p}"),
        new("layers.{i}.blocks.{j}.norm2.{p}", "encoder.layers.{i}.blocks.{j}.layernorm_after.{p}"),
        new("layers.{i}.blocks.{j}.attn.proj.{p}", "encoder.layers.{i}.blocks.{j}.attention.output.dense.{p}"),
        new("layers.{i}.blocks.{j}.mlp.fc1.{p}", "encoder.layers.{i}.blocks.{j}.intermediate.dense.{p}"),
        new("layers.{i}.blocks.{j}.mlp.fc2.{p}", "encoder.layers.{i}.blocks.{j}.output.dense.{p}"),
        new("layers.{i}.downsample.{rest}", "encoder.layers.{i}.downsample.{rest}"),
        new("norm.{p}", "layernorm.{p}"),
        new("head.{p}", "classifier.{p}"),
    ];

    /// <summary>The classifier stands outside the backbone.</summary>
    public static readonly HashSet<string> HuggingFaceUnprefixed = ["classifier.weight", "classifier.bias"];
}
