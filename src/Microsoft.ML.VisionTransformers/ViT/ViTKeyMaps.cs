using Microsoft.ML.VisionTransformers.Weights;

namespace Microsoft.ML.VisionTransformers.ViT;

/// <summary>How vision transformers are named by those who publish them. None transposes anything.</summary>
internal static class ViTKeyMaps
{
    // What distributed training and compiling leave before every key.
    private static readonly string[] s_wrappers = ["", "module.", "_orig_mod."];

    /// <summary>timm's names, which are ours; facebookresearch/mae and DeiT use them too.</summary>
    public static readonly KeyMap Timm = new("timm", "blocks.0.attn.qkv.weight", s_wrappers, []);

    /// <summary>
    /// HuggingFace transformers: separate query, key and value; <c>vit.</c> before all but the classifier, and before nothing in a
    /// <c>ViTModel</c>.
    /// </summary>
    public static readonly KeyMap HuggingFace = new(
        "HuggingFace", "embeddings.patch_embeddings.projection.weight", ["vit.", ""],
        [
            new("cls_token", "embeddings.cls_token"),
            new("pos_embed", "embeddings.position_embeddings"),
            new("patch_embed.proj.{p}", "embeddings.patch_embeddings.projection.{p}"),
            new("blocks.{i}.norm1.{p}", "encoder.layer.{i}.layernorm_before.{p}"),
            new("blocks.{i}.attn.qkv.{p}",
                "encoder.layer.{i}.attention.attention.query.{p}",
                "encoder.layer.{i}.attention.attention.key.{p}",
                "encoder.layer.{i}.attention.attention.value.{p}"),
            new("blocks.{i}.attn.proj.{p}", "encoder.layer.{i}.attention.output.dense.{p}"),
            new("blocks.{i}.norm2.{p}", "encoder.layer.{i}.layernorm_after.{p}"),
            new("blocks.{i}.mlp.fc1.{p}", "encoder.layer.{i}.intermediate.dense.{p}"),
            new("blocks.{i}.mlp.fc2.{p}", "encoder.layer.{i}.output.dense.{p}"),
            new("norm.{p}", "layernorm.{p}"),
            new("pre_logits.{p}", "pooler.dense.{p}"),
            new("head.{p}", "classifier.{p}"),
        ])
    {
        Ignored = ["embeddings.position_ids", "embeddings.mask_token"],
        Unprefixed = new HashSet<string> { "classifier.weight", "classifier.bias" },
    };

    /// <summary>torchvision; the names up to 0.12 for the token-wise network are read too.</summary>
    public static readonly KeyMap Torchvision = new(
        "torchvision", "conv_proj.weight", ["", "module."],
        [
            new("cls_token", "class_token"),
            new("pos_embed", "encoder.pos_embedding"),
            new("patch_embed.proj.{p}", "conv_proj.{p}"),
            new("blocks.{i}.norm1.{p}", "encoder.layers.encoder_layer_{i}.ln_1.{p}"),
            new("blocks.{i}.attn.qkv.{p}", "encoder.layers.encoder_layer_{i}.self_attention.in_proj_{p}"),
            new("blocks.{i}.attn.proj.{p}", "encoder.layers.encoder_layer_{i}.self_attention.out_proj.{p}"),
            new("blocks.{i}.norm2.{p}", "encoder.layers.encoder_layer_{i}.ln_2.{p}"),
            new("blocks.{i}.mlp.fc1.{p}", "encoder.layers.encoder_layer_{i}.mlp.0.{p}"),
            new("blocks.{i}.mlp.fc2.{p}", "encoder.layers.encoder_layer_{i}.mlp.3.{p}"),
            new("blocks.{i}.mlp.fc1.{p}", "encoder.layers.encoder_layer_{i}.mlp.linear_1.{p}"),
            new("blocks.{i}.mlp.fc2.{p}", "encoder.layers.encoder_layer_{i}.mlp.linear_2.{p}"),
            new("norm.{p}", "encoder.ln.{p}"),
            new("pre_logits.{p}", "heads.pre_logits.{p}"),
            new("head.{p}", "heads.head.{p}"),
        ]);

    /// <summary>EasyCV, and others built on mmcv: timm's names below <c>backbone.</c>, and a head of their own.</summary>
    public static readonly KeyMap EasyCV = new(
        "EasyCV", "blocks.0.attn.qkv.weight", ["backbone."],
        [
            new("cls_token", "cls_token"),
            new("pos_embed", "pos_embed"),
            new("patch_embed.proj.{p}", "patch_embed.proj.{p}"),
            new("blocks.{i}.norm1.{p}", "blocks.{i}.norm1.{p}"),
            new("blocks.{i}.attn.qkv.{p}", "blocks.{i}.attn.qkv.{p}"),
            new("blocks.{i}.attn.proj.{p}", "blocks.{i}.attn.proj.{p}"),
            new("blocks.{i}.norm2.{p}", "blocks.{i}.norm2.{p}"),
            new("blocks.{i}.mlp.fc1.{p}", "blocks.{i}.mlp.fc1.{p}"),
            new("blocks.{i}.mlp.fc2.{p}", "blocks.{i}.mlp.fc2.{p}"),
            new("norm.{p}", "norm.{p}"),
            new("fc_norm.{p}", "fc_norm.{p}"),
            new("pre_logits.{p}", "pre_logits.{p}"),
            new("head.{p}", "head.fc_cls.{p}"),
        ])
    {
        Unprefixed = new HashSet<string> { "head.fc_cls.weight", "head.fc_cls.bias" },
    };

    public static readonly IReadOnlyList<KeyMap> All = [HuggingFace, Torchvision, EasyCV, Timm];
}
