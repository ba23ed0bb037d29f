using System.IO.Compression;

namespace Microsoft.ML.VisionTransformers.Weights.PyTorch;

/// <summary>Compressed entries of an archive. torch writes none; tools that pack files anew do.</summary>
internal static class Inflation
{
    /// <summary>As many bytes as the archive says, and not one more.</summary>
    public static MemoryBytes Take(ByteSource file, StoredBytes stored)
    {
        try
        {
            using var deflate = new DeflateStream(new ByteStream(file, stored.Offset, stored.Stored), CompressionMode.Decompress);
            return MemoryBytes.Take(deflate, stored.Length);
        }
        catch (InvalidDataException error)
        {
            throw new CheckpointFormatException($"the compressed bytes from {stored.Offset} on are damaged.", error);
        }
    }
}
