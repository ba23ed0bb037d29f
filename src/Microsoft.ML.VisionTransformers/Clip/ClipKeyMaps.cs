using Microsoft.ML.VisionTransformers.Weights;

namespace Microsoft.ML.VisionTransformers.Clip;

/// <summary>How CLIP's weights are named by those who publish them.</summary>
internal static class ClipKeyMaps
{
    /// <summary>OpenAI's names, which are ours; open_clip and FlagAI use them too.</summary>
    public static readonly KeyMap OpenAi = new(
        "OpenAI", "visual.transformer.resblocks.0.attn.in_proj_weight", ["", "module.", "_orig_mod."], [])
    {
        Ignored = ["attn_mask"],
    };

    /// <summary>open_clip's models whose text tower is a module of its own: the same names with <c>text.</c> before that tower's.</summary>
    public static readonly KeyMap CustomText = new(
        "open_clip (custom text)", "text.token_embedding.weight", ["", "module.", "_orig_mod."],
        [
            new("token_embedding.weight", "text.token_embedding.weight"),
            new("positional_embedding", "text.positional_embedding"),
            new("transformer.{rest}", "text.transformer.{rest}"),
            new("ln_final.{p}", "text.ln_final.{p}"),
            new("text_projection", "text.text_projection"),
            new("visual.{rest}", "visual.{rest}"),
            new("logit_scale", "logit_scale"),
        ])
    {
        Ignored = ["text.attn_mask"],
    };

    /// <summary>
    /// HuggingFace transformers' CLIPModel: separate query, key and value, and projections the other way round. (Its <c>pre_layrnorm</c> is
    /// spelt so.)
    /// </summary>
    public static readonly KeyMap HuggingFace = new(
        "HuggingFace", "vision_model.embeddings.patch_embedding.weight", [""],
        [
            new("visual.class_embedding", "vision_model.embeddings.class_embedding"),
            new("visual.positional_embedding", "vision_model.embeddings.position_embedding.weight"),
            new("visual.conv1.weight", "vision_model.embeddings.patch_embedding.weight"),
            new("visual.ln_pre.{p}", "vision_model.pre_layrnorm.{p}"),
            .. Blocks("visual.transformer", "vision_model"),
            new("visual.ln_post.{p}", "vision_model.post_layernorm.{p}"),
            KeyRule.Transpose("visual.proj", "visual_projection.weight"),
            new("token_embedding.weight", "text_model.embeddings.token_embedding.weight"),
            new("positional_embedding", "text_model.embeddings.position_embedding.weight"),
            .. Blocks("transformer", "text_model"),
            new("ln_final.{p}", "text_model.final_layer_norm.{p}"),
            KeyRule.Transpose("text_projection", "text_projection.weight"),
            new("logit_scale", "logit_scale"),
        ])
    {
        Ignored = ["vision_model.embeddings.position_ids", "text_model.embeddings.position_ids"],
    };

    public static readonly IReadOnlyList<KeyMap> All = [HuggingFace, CustomText, OpenAi];

    private static KeyRule[] Blocks(string ours, string theirs)
    {
        (ours, theirs) = ($"{ours}.resblocks.{{i}}", $"{theirs}.encoder.layers.{{i}}");
        return
        [
            new($"{ours}.ln_1.{{p}}", $"{theirs}.layer_norm1.{{p}}"),
            new($"{ours}.attn.in_proj_{{p}}",
                $"{theirs}.self_attn.q_proj.{{p}}", $"{theirs}.self_attn.k_proj.{{p}}", $"{theirs}.self_attn.v_proj.{{p}}"),
            new($"{ours}.attn.out_proj.{{p}}", $"{theirs}.self_attn.out_proj.{{p}}"),
            new($"{ours}.ln_2.{{p}}", $"{theirs}.layer_norm2.{{p}}"),
            new($"{ours}.mlp.c_fc.{{p}}", $"{theirs}.mlp.fc1.{{p}}"),
            new($"{ours}.mlp.c_proj.{{p}}", $"{theirs}.mlp.fc2.{{p}}"),
        ];
    }
}
