using Microsoft.ML.VisionTransformers.ViT;
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
            .. BlockNames.HuggingFace("blocks.{i}", "vit.encoder.layer.{i}"),
            new("norm.{p}", "vit.layernorm.{p}"),
            new("mask_token", "decoder.mask_token"),
            .. BlockNames.HuggingFace("decoder_blocks.{i}", "decoder.decoder_layers.{i}"),
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

    /// <summary>
    /// MindFormers: as its vision transformer below <c>vit.</c>, and the decoder beside it. What its converter made of the official weights has all
    /// of it below <c>vit.</c>; that is read too.
    /// </summary>
    public static readonly KeyMap MindFormers = new(
        "MindFormers MAE", "blocks.0.attention.dense1.weight", ["vit.", ""],
        [
            .. ViTKeyMaps.MindFormersEncoder,
            new("mask_token", "mask_tokens"),
            new("decoder_pos_embed", "decoder_pos_embed"),
            new("decoder_embed.{p}", "decoder_embed.{p}"),
            .. BlockNames.MindFormers("decoder_blocks.{i}", "decoder_blocks.{i}"),
            .. BlockNames.MindSporeNorm("decoder_norm", "decoder_norm"),
            .. BlockNames.MindSporeNorm("decoder_norm", "decoder_layernorm"),
            new("decoder_pred.{p}", "decoder_pred.{p}"),
        ])
    {
        Unprefixed = new HashSet<string> { "mask_tokens", "decoder_{rest}" },
        Ignored = BlockNames.MindSporeTraining,
    };

    public static readonly IReadOnlyList<KeyMap> All = [HuggingFace, EasyCV, MindFormers, Official];
}
