namespace Microsoft.ML.VisionTransformers.Clip;

/// <summary>
/// How the start and the end of a text are spelt. Their numbers are the same (49406 and 49407); it matters for texts that hold a spelling
/// themselves, which then stands for the token.
/// </summary>
public enum ClipSpecialTokens
{
    /// <summary><c>&lt;|startoftext|&gt;</c> and <c>&lt;|endoftext|&gt;</c>: OpenAI's CLIP and HuggingFace.</summary>
    OpenAI,

    /// <summary><c>&lt;start_of_text&gt;</c> and <c>&lt;end_of_text&gt;</c>: open_clip and FlagAI.</summary>
    OpenClip,
}
