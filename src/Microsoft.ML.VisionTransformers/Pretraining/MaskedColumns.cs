namespace Microsoft.ML.VisionTransformers.Pretraining;

/// <summary>Names of the columns a pretrained model reads and writes; null for those that nobody asked for.</summary>
internal sealed record MaskedColumns(string Image, string Embedding, string? Reconstruction, string? Loss);
