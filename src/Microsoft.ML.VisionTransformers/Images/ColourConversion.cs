namespace Microsoft.ML.VisionTransformers.Images;

/// <summary>Whether a picture becomes RGB before it is resampled or after. It matters for palettes and for transparency only.</summary>
public enum ColourConversion
{
    /// <summary>
    /// Colours first, transparency dropped: what HuggingFace's image processors, timm and most training code do.
    /// </summary>
    BeforeResize,

    /// <summary>
    /// The picture is resampled as it is stored: of a palette the nearest pixel is taken whatever the kernel, and transparent pixels weigh
    /// less than opaque ones (OpenAI's CLIP, open_clip and FlagAI's CLIP).
    /// </summary>
    AfterResize,
}
