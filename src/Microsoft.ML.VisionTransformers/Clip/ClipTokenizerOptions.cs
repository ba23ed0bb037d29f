namespace Microsoft.ML.VisionTransformers.Clip;

/// <summary>Where the libraries that publish CLIP models tokenise differently. The defaults are OpenAI's, but for over-long texts.</summary>
public sealed record ClipTokenizerOptions
{
    /// <summary>Tokens a text has in a model, those before, after and for padding included; at least 2. 77 in every published model.</summary>
    public int ContextLength { get; init; } = 77;

    /// <summary>
    /// What becomes of longer texts. Cut by default: one long caption among millions is no reason to stop, and open_clip and HuggingFace do so.
    /// </summary>
    public ClipTruncation Truncation { get; init; } = ClipTruncation.KeepEnd;

    /// <summary>How the special tokens are spelt in texts.</summary>
    public ClipSpecialTokens SpecialTokens { get; init; } = ClipSpecialTokens.OpenAI;

    /// <summary>
    /// Whether rows are padded with the end token, as HuggingFace does, instead of 0. Attention looks backwards only and the first end token
    /// counts, so that a text's features are the same either way.
    /// </summary>
    public bool PadWithEndToken { get; init; }

    /// <summary>
    /// Whether garbled text is repaired first, as the library ftfy does in its default configuration; every published model was trained so. It straightens
    /// quotation marks, among much else. Without, tokens are those of OpenAI's tokenizer with that step left out.
    /// </summary>
    public bool RepairText { get; init; } = true;

    /// <summary>openai/CLIP's <c>clip.tokenize</c>.</summary>
    public static ClipTokenizerOptions OpenAI { get; } = new() { Truncation = ClipTruncation.Refuse };

    /// <summary>mlfoundations/open_clip.</summary>
    public static ClipTokenizerOptions OpenClip { get; } = new() { SpecialTokens = ClipSpecialTokens.OpenClip };

    /// <summary>FlagAI-Open/FlagAI, down to the end token that over-long texts lose there.</summary>
    public static ClipTokenizerOptions FlagAI { get; } = new() { SpecialTokens = ClipSpecialTokens.OpenClip, Truncation = ClipTruncation.LoseEnd };

    /// <summary>
    /// HuggingFace transformers' <c>CLIPTokenizer</c> with ftfy installed. The tokens of texts are OpenAI's here too: it leaves HTML's references to
    /// ftfy, which shows where one has no semicolon ("&amp;copy 2020") or comes after a "&lt;".
    /// </summary>
    public static ClipTokenizerOptions HuggingFace { get; } = new() { PadWithEndToken = true };
}
