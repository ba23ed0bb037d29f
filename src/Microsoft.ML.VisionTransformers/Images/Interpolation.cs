namespace Microsoft.ML.VisionTransformers.Images;

/// <summary>How an image is resampled. All but <see cref="Nearest"/> widen their support when they shrink (anti-aliasing), as Pillow's do.</summary>
public enum Interpolation
{
    /// <summary>The closest source pixel.</summary>
    Nearest,

    /// <summary>Mean of the source pixels below the target pixel.</summary>
    Box,

    /// <summary>Triangle filter, support 1: what HuggingFace's ViTImageProcessor uses.</summary>
    Bilinear,

    /// <summary>Hamming-windowed sinc, support 1.</summary>
    Hamming,

    /// <summary>Cubic convolution with a = -0.5, support 2: what timm, MAE, Swin and CLIP evaluate with.</summary>
    Bicubic,

    /// <summary>Sinc windowed by sinc, support 3.</summary>
    Lanczos,
}
