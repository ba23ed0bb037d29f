namespace Microsoft.ML.VisionTransformers.Modules;

/// <summary>
/// How a table of learned position embeddings is brought to another grid of patches. Two kernels are in use by published
/// checkpoints, and they give different tables even when the grid grows, so a checkpoint has to be resized by its own.
/// </summary>
public enum PositionResampling
{
    /// <summary>
    /// Cubic with a = -0.5 whose support grows when the grid shrinks and whose weights are normalised at the borders: what timm has
    /// done since 0.9 (<c>resample_abs_pos_embed</c>).
    /// </summary>
    Antialias,

    /// <summary>
    /// Cubic with a = -0.75 over four neighbours, indices clamped at the borders: facebookresearch/mae, DeiT, HuggingFace, ConvMAE.
    /// </summary>
    Plain,
}
