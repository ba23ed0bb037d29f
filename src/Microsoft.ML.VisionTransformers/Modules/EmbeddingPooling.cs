namespace Microsoft.ML.VisionTransformers.Modules;

/// <summary>What of a network becomes an image's embedding.</summary>
public enum EmbeddingPooling
{
    /// <summary>The vector that the network's own classifier gets, or would get: class token or mean, with its norm.</summary>
    Pooled,

    /// <summary>The class token after the last norm. Not every network has one: Swin and ConvMAE don't.</summary>
    ClassToken,

    /// <summary>The mean of the patches' tokens after the last norm; class and register tokens are left out.</summary>
    Mean,

    /// <summary>All tokens after the last norm, those before the patches first.</summary>
    Tokens,
}
