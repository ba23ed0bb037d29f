namespace Microsoft.ML.VisionTransformers.Augmentation;

/// <summary>What random erasing puts where it takes the picture away.</summary>
public enum ErasingFill
{
    /// <summary>The mean colour of the data set: 0 after normalisation. timm's <c>const</c>.</summary>
    Mean,

    /// <summary>One colour a rectangle, drawn from a normal distribution. timm's <c>rand</c>.</summary>
    Colour,

    /// <summary>Each value drawn from a normal distribution. timm's <c>pixel</c>, which MAE and Swin train with.</summary>
    Noise,
}
