namespace Microsoft.ML.VisionTransformers.Clip.Contrastive;

/// <summary>Names of the columns that a contrastive model reads and adds.</summary>
internal sealed record ContrastiveColumns(string Image, string Text, string ImageEmbedding, string TextEmbedding, string Similarity);
