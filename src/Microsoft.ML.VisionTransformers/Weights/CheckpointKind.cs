namespace Microsoft.ML.VisionTransformers.Weights;

/// <summary>Names what a checkpoint looks like by its keys, for messages about one that doesn't fit.</summary>
internal static class CheckpointKind
{
    // In this order: the keys of a later kind occur in earlier ones too.
    private static readonly (string[] Signs, string Kind)[] s_kinds =
    [
        (["patch_embed4.weight", "decoder_embed.weight"], "a ConvMAE or FastConvMAE pretraining checkpoint"),
        (["patch_embed4.weight", "windowed_rel_pos_bias."], "a ConvMAE detection backbone"),
        (["patch_embed4.weight"], "a ConvViT (ConvMAE fine-tuning) checkpoint"),
        (["encoder.patch_embed.proj.weight", "decoder.decoder_embed.weight"], "an EasyCV MAE pretraining checkpoint"),
        (["decoder.decoder_embed.weight"], "a HuggingFace ViTMAE pretraining checkpoint"),
        (["attention.dense1.weight", "decoder_embed.weight"], "a MindFormers MAE pretraining checkpoint"),
        (["decoder_embed.weight"], "an MAE pretraining checkpoint"),
        (["logit_scale", "visual."], "a CLIP checkpoint (OpenAI or open_clip names)"),
        (["logit_scale", "vision_model."], "a CLIP checkpoint (HuggingFace names)"),
        ([".cpb_mlp."], "a Swin Transformer V2 checkpoint"),
        (["continuous_position_bias_mlp"], "a Swin Transformer V2 checkpoint (HuggingFace names)"),
        (["relative_position_bias_table"], "a Swin Transformer V1 checkpoint"),
        (["embeddings.patch_embeddings.projection.weight"], "a vision transformer (HuggingFace names)"),
        (["patch_embed.proj.weight", "blocks.0.attention.dense1.weight"], "a vision transformer (MindFormers names)"),
        (["Transformer/encoder_norm/scale"], "a vision transformer (google-research names)"),
        (["conv_proj.weight", "class_token"], "a vision transformer (torchvision names)"),
        (["blocks.0.attn.qkv.weight"], "a vision transformer (timm names)"),
    ];

    public static string Describe(ICollection<string> keys)
        => s_kinds.FirstOrDefault(kind => kind.Signs.All(sign => keys.Any(key => key.Contains(sign, StringComparison.Ordinal)))).Kind
            ?? "no checkpoint of a kind that is known here";
}
