namespace Microsoft.ML.VisionTransformers.Clip;

/// <summary>What becomes of a text that has more tokens than a model takes.</summary>
public enum ClipTruncation
{
    /// <summary>
    /// It is cut, and the last token is the end token: open_clip, HuggingFace, and OpenAI's <c>clip.tokenize</c> with <c>truncate=True</c>.
    /// </summary>
    KeepEnd,

    /// <summary>An <see cref="ArgumentException"/>: OpenAI's <c>clip.tokenize</c> by default.</summary>
    Refuse,

    /// <summary>
    /// It is cut and loses its end token, as FlagAI does it. The model looks for the end token to know where the text's features are, and
    /// finds some other place: only for reproducing numbers of models that were trained so.
    /// </summary>
    LoseEnd,
}
