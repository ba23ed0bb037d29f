namespace Microsoft.ML.VisionTransformers.Clip.Tokenization;

/// <summary>How the symbols before and after a text are spelt.</summary>
internal static class SpecialSymbols
{
    public static (string Start, string End) Of(ClipSpecialTokens spelling) => spelling switch
    {
        ClipSpecialTokens.OpenAI => ("<|startoftext|>", "<|endoftext|>"),
        ClipSpecialTokens.OpenClip => ("<start_of_text>", "<end_of_text>"),
        _ => throw new ArgumentOutOfRangeException(nameof(spelling), spelling, "There are two spellings."),
    };
}
