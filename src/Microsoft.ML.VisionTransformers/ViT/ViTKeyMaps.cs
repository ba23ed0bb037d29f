using Microsoft.ML.VisionTransformers.Weights;

namespace Microsoft.ML.VisionTransformers.ViT;

/// <summary>How vision transformers are named by those who publish them.</summary>
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
            .. BlockNames.HuggingFace("blocks.{i}", "encoder.layer.{i}"),
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

    /// <summary>
    /// EasyCV, and others built on mmcv: our names, below <c>backbone.</c> in a classifier, with a head of their own, and below <c>encoder.</c> in
    /// masked pretraining.
    /// </summary>
    public static readonly KeyMap EasyCV = new(
        "EasyCV", "patch_embed.proj.weight", ["backbone.", "encoder."],
        [
            new("head.{p}", "head.fc_cls.{p}"),
            new("{rest}", "{rest}"),
        ])
    {
        Unprefixed = new HashSet<string> { "head.fc_cls.{p}" },
    };

    /// <summary>MindFormers' encoder, with or without a classifier or a decoder behind it.</summary>
    public static readonly IReadOnlyList<KeyRule> MindFormersEncoder =
    [
        new("cls_token", "cls_tokens"),
        new("pos_embed", "pos_embed"),
        new("pos_embed", "sincos_pos_embedding"),
        new("patch_embed.proj.{p}", "patch_embed.proj.{p}"),
        .. BlockNames.MindFormers("blocks.{i}", "blocks.{i}"),
        .. BlockNames.MindSporeNorm("norm", "norm"),
        .. BlockNames.MindSporeNorm("norm", "layernorm"),
    ];

    /// <summary>MindFormers' <c>.ckpt</c> files; those of its MAE, whose encoder is named alike, are read too.</summary>
    public static readonly KeyMap MindFormers = new(
        "MindFormers", "blocks.0.attention.dense1.weight", ["vit.", ""],
        [
            .. MindFormersEncoder,
            .. BlockNames.MindSporeNorm("fc_norm", "fc_norm"),
            new("head.{p}", "head.{p}"),
            new("mask_token", "mask_tokens"),
            new("decoder_{rest}", "decoder_{rest}"),
        ])
    {
        Unprefixed = new HashSet<string> { "head.{p}" },
        Ignored = BlockNames.MindSporeTraining,
    };

    /// <summary>
    /// The widespread hand-written tutorial after HuggingFace's model: its names, but one projection to queries, keys and values. Its layer norms
    /// have HuggingFace's epsilon.
    /// </summary>
    public static readonly KeyMap Tutorial = new(
        "hand-written tutorial", "encoder.layer.0.attention.qkv.weight", ["", "module.", "vit."],
        [
            new("cls_token", "embeddings.cls_token"),
            new("pos_embed", "embeddings.position_embeddings"),
            new("patch_embed.proj.{p}", "embeddings.patch_embeddings.projection.{p}"),
            new("blocks.{i}.attn.qkv.{p}", "encoder.layer.{i}.attention.qkv.{p}"),
            new("blocks.{i}.attn.proj.{p}", "encoder.layer.{i}.attention.proj.{p}"),
            .. BlockNames.HuggingFace("blocks.{i}", "encoder.layer.{i}"),
            new("norm.{p}", "layernorm.{p}"),
            new("pre_logits.{p}", "pooler.dense.{p}"),
            new("head.{p}", "classifier.{p}"),
        ])
    {
        Ignored = ["embeddings.mask_token"],
    };

    /// <summary>The image tower of a CLIP by OpenAI's names, which are open_clip's and FlagAI's too. Its projection to the space of texts has no place here.</summary>
    public static readonly KeyMap OpenAiClip = new(
        "CLIP, OpenAI", "visual.transformer.resblocks.0.attn.in_proj_weight", s_wrappers,
        [
            new("cls_token", "visual.class_embedding"),
            new("pos_embed", "visual.positional_embedding"),
            new("patch_embed.proj.{p}", "visual.conv1.{p}"),
            new("norm_pre.{p}", "visual.ln_pre.{p}"),
            .. BlockNames.OpenAiClip("blocks.{i}", "visual.transformer.resblocks.{i}"),
            new("norm.{p}", "visual.ln_post.{p}"),
            new("{rest}", "{rest}"),
        ])
    {
        Ignored =
        [
            "visual.proj", "token_embedding.weight", "positional_embedding", "transformer.{rest}", "ln_final.{p}", "text_projection", "text.{rest}",
            "logit_scale", "attn_mask", "input_resolution", "context_length", "vocab_size",
        ],
    };

    /// <summary>The image tower of a CLIP by HuggingFace's names, of a <c>CLIPModel</c> or a <c>CLIPVisionModel</c>.</summary>
    public static readonly KeyMap HuggingFaceClip = new(
        "CLIP, HuggingFace", "vision_model.embeddings.patch_embedding.weight", [""],
        [
            new("cls_token", "vision_model.embeddings.class_embedding"),
            new("pos_embed", "vision_model.embeddings.position_embedding.weight"),
            new("patch_embed.proj.{p}", "vision_model.embeddings.patch_embedding.{p}"),
            new("norm_pre.{p}", "vision_model.pre_layrnorm.{p}"),
            .. BlockNames.HuggingFaceClip("blocks.{i}", "vision_model.encoder.layers.{i}"),
            new("norm.{p}", "vision_model.post_layernorm.{p}"),
            new("{rest}", "{rest}"),
        ])
    {
        Ignored = ["vision_model.embeddings.position_ids", "visual_projection.weight", "text_model.{rest}", "text_projection.weight", "logit_scale"],
    };

    /// <summary>
    /// google-research/vision_transformer's <c>.npz</c> files, and big_vision's, which number the parts of a block otherwise; laid out as torch does.
    /// </summary>
    public static readonly KeyMap Flax = new(
        "google-research", "Transformer/encoder_norm/scale", ["", "params/", "opt/target/"],
        [
            new("cls_token", "cls"),
            new("pos_embed", "Transformer/posembed_input/pos_embedding"),
            new("pos_embed", "pos_embedding"),
            .. BlockNames.FlaxLayer("patch_embed.proj", "embedding"),
            .. BlockNames.Flax("blocks.{i}", "Transformer/encoderblock_{i}", attention: 1, mlp: 3, norm2: 2),
            .. BlockNames.Flax("blocks.{i}", "Transformer/encoderblock_{i}", attention: 0, mlp: 0, norm2: 1),
            .. BlockNames.FlaxNorm("norm", "Transformer/encoder_norm"),
            .. BlockNames.FlaxLayer("pre_logits", "pre_logits"),
            .. BlockNames.FlaxLayer("head", "head"),
        ]);

    /// <summary>The tutorial's before HuggingFace's, whose sign it has too.</summary>
    public static readonly IReadOnlyList<KeyMap> All = [Tutorial, HuggingFace, Torchvision, MindFormers, Flax, OpenAiClip, HuggingFaceClip, EasyCV, Timm];

    /// <summary>Whether names are those of the image tower of a CLIP.</summary>
    public static bool IsClip(KeyMap naming) => naming == OpenAiClip || naming == HuggingFaceClip;

    /// <summary>Whether names are those of models with HuggingFace's default epsilon.</summary>
    public static bool HasSmallEps(KeyMap naming) => naming == HuggingFace || naming == Tutorial;
}
