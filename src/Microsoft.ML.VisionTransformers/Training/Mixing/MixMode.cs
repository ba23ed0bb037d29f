namespace Microsoft.ML.VisionTransformers.Training.Mixing;

/// <summary>What mixup and cutmix draw anew: timm's <c>--mixup-mode</c>.</summary>
public enum MixMode
{
    /// <summary>A share and a rectangle for each batch: timm's <c>batch</c>.</summary>
    Batch,

    /// <summary>For each two images that are mixed with each other, in which both change alike: timm's <c>pair</c>.</summary>
    Pair,

    /// <summary>For each image: timm's <c>elem</c>.</summary>
    Element,
}
