namespace Microsoft.ML.VisionTransformers.Modules;

/// <summary>
/// What of a network becomes an image's embedding. Some networks, such as MAE's fine-tuned ones, have their last norm after pooling instead of before
/// it: only <see cref="Pooled"/> has it then, and tokens are as the last block gives them.
/// </summary>
public enum EmbeddingPooling
{
    /// <summary>The vector that the network's own classifier gets, or would get: class token or mean, with its norm.</summary>
    Pooled,

    /// <summary>
    /// The class token, after the norm of all tokens where there is one. Not every network has a class token: Swin and ConvMAE don't, nor do some vision
    /// transformers with registers.
    /// </summary>
    ClassToken,

    /// <summary>The mean of the patches' tokens, after the norm of all tokens where there is one; class and register tokens are left out.</summary>
    Mean,

    /// <summary>All tokens, after their norm where there is one; those before the patches first.</summary>
    Tokens,
}
