using Microsoft.ML.VisionTransformers.Weights;

namespace Microsoft.ML.VisionTransformers.Clip;

/// <summary>
/// Models that compare images with texts as CLIP does, and read the texts by a network and a vocabulary of another kind. Part of their weights has
/// CLIP's names, so they are known before they are half understood.
/// </summary>
internal static class ForeignTextTower
{
    private static readonly (string Type, string Reader)[] s_types =
    [
        ("altclip", "an XLM-RoBERTa"),
        ("chinese_clip", "a BERT"),
        ("siglip", "SigLIP's transformer with SentencePiece tokens"),
        ("siglip2", "SigLIP's transformer with SentencePiece tokens"),
        ("vision-text-dual-encoder", "a language model of its own"),
    ];

    // What BERT and its kin call their first layers, wherever in the file they stand.
    private static readonly string[] s_keys = ["embeddings.word_embeddings.weight", "embeddings.token_type_embeddings.weight"];

    /// <exception cref="NotSupportedException">The checkpoint is one of these.</exception>
    public static void Refuse(Checkpoint checkpoint)
    {
        var type = checkpoint.Config?.HuggingFaceType;
        var reader = s_types.FirstOrDefault(known => known.Type == type).Reader
            ?? (checkpoint.Entries.Keys.Any(key => s_keys.Any(end => key.EndsWith(end, StringComparison.Ordinal))) ? "a BERT or RoBERTa" : null);
        if (reader is not null)
            throw new NotSupportedException($"{checkpoint.Path} is a model whose texts are read by {reader}{(type is null ? "" : $" ({type})")}. Here texts are read by CLIP's own "
                + "transformer and byte pairs (OpenAI, open_clip, FlagAI's CLIP, and transformers' clip).");
    }
}
