namespace Microsoft.ML.VisionTransformers.Modules;

/// <summary>A block that can do without keeping what it computes; see <see cref="Recomputation"/>.</summary>
internal interface IRecomputed
{
    /// <summary>Whether the backward pass computes the block once more instead of keeping its activations. Default false.</summary>
    bool Recomputes { get; set; }
}
