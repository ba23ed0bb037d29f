namespace Microsoft.ML.VisionTransformers.Search;

/// <summary>How near two embeddings are.</summary>
public enum EmbeddingSimilarity
{
    /// <summary>The cosine of the angle between them, from -1 to 1: lengths don't count. What CLIP and DINO are trained for.</summary>
    Cosine,

    /// <summary>Their dot product.</summary>
    DotProduct,
}
