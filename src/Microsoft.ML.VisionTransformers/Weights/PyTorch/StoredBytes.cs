namespace Microsoft.ML.VisionTransformers.Weights.PyTorch;

/// <summary>Where a storage's or zip entry's bytes are in the file.</summary>
/// <param name="Offset">The first of them.</param>
/// <param name="Stored">How many there are in the file.</param>
/// <param name="Length">How many they are when they are inflated.</param>
/// <param name="Deflated">Whether they are compressed.</param>
internal sealed record StoredBytes(long Offset, long Stored, long Length, bool Deflated);
