using Microsoft.ML.VisionTransformers.Weights;

namespace Microsoft.ML.VisionTransformers.Mae;

/// <summary>How masked autoencoders on a plain vision transformer are named by those who publish them.</summary>
internal static class MaeKeyMaps
{
    /// <summary>facebookresearch/mae's names, which are ours.</summary>
    public static readonly KeyMap Official = new("facebookresearch/mae", "blocks.0.attn.qkv.weight", ["", "module.", "_orig_mod."], []);

    /// <summary>HuggingFace's ViTMAEForPreTraining: separate query, key and value in encoder and decoder.</summary>
    public static readonly KeyMap HuggingFace = new(
        "HuggingFace ViTMAE", "vit.embeddings.patch_embeddings.projection.weight", ["", "module."],
        [
            new("cls_token", "vit.embeddings.cls_token"),
            new("pos_embed", "vit.embeddings.position_embeddings"),
            new("patch_embed.proj.{p}", "vit.embeddings.patch_embeddings.projection.{p}"),
            .. Blocks("blocks.{i}", "vit.encoder.layer.{i}"),
            new("norm.{p}", "vit.layernorm.{p}"),
            new("mask_token", "decoder.mask_token"),
            .. Blocks("decoder_blocks.{i}", "decoder.decoder_layers.{i}"),
            new("decoder_{rest}", "decoder.decoder_{rest}"),
        ]);

    /// <summary>EasyCV: the official names, below one name for the encoder and one for the decoder.</summary>
    public static readonly KeyMap EasyCV = new(
        "EasyCV", "encoder.patch_embed.proj.weight", ["", "module."],
        [
            new("mask_token", "decoder.mask_token"),
            new("decoder_{rest}", "decoder.decoder_{rest}"),
            new("{rest}", "encoder.{rest}"),
        ]);

    public static readonly IReadOnlyList<KeyMap> All = [HuggingFace, EasyCV, Official];

    private static KeyRule[] Blocks(string ours, string theirs) =>
    [
        new($"{ours}.norm1.{{p}}", $"{theirs}.layernorm_before.{{p}}"),
        new($"{ours}.attn.qkv.{{p}}",
            $"{theirs}.attention.attention.query.{{p}}", $"{theirs}.attention.attention.key.{{p}}", $"{theirs}.attention.attention.value.{{p}}"),
        new($"{ours}.attn.proj.{{p}}", $"{theirs}.attention.output.dense.{{p}}"),
        new($"{ours}.norm2.{{p}}", $"{theirs}.layernorm_after.{{p}}"),
        new($"{ours}.mlp.fc1.{{p}}", $"{theirs}.intermediate.dense.{{p}}"),
        new($"{ours}.mlp.fc2.{{p}}", $"{theirs}.output.dense.{{p}}"),
    ];
}
