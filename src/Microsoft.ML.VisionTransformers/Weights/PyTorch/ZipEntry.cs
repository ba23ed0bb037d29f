namespace Microsoft.ML.VisionTransformers.Weights.PyTorch;

/// <summary>A file in a zip archive.</summary>
internal sealed record ZipEntry(string Name, StoredBytes Bytes);
