namespace Microsoft.ML.VisionTransformers.Images;

/// <summary>Where a centre crop begins when the margin is odd.</summary>
public enum CropOffset
{
    /// <summary>Half of the margin rounded half to even, as torchvision and timm do.</summary>
    Round,

    /// <summary>Half of the margin rounded down, as HuggingFace's image processors do.</summary>
    Floor,
}
