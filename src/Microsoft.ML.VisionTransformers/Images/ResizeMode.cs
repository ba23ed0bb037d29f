namespace Microsoft.ML.VisionTransformers.Images;

/// <summary>To what size an image is resampled before its centre is cropped.</summary>
public enum ResizeMode
{
    /// <summary>The shorter side becomes <see cref="ImagePreprocessing.Resize"/> pixels and the aspect ratio is kept (torchvision, timm, MAE, CLIP).</summary>
    ShortestEdge,

    /// <summary>Both sides become <see cref="ImagePreprocessing.Resize"/> pixels, whatever the aspect ratio (HuggingFace's ViT, Swin at 384).</summary>
    Square,

    /// <summary>
    /// The longer side becomes <see cref="ImagePreprocessing.Resize"/> pixels, the aspect ratio is kept and nothing is lost: what is left of the
    /// input is filled (timm's crop mode "border", open_clip's resize mode "longest").
    /// </summary>
    LongestEdge,

    /// <summary>No resampling: the image is cropped, or padded with black, as it is.</summary>
    None,
}
