namespace Microsoft.ML.VisionTransformers.Weights;

/// <summary>Bytes at positions, readable from several threads at once unless they come out of a stream.</summary>
internal abstract class ByteSource : IDisposable
{
    public abstract long Length { get; }

    /// <summary>Whether bytes can only be read in their order, by one thread.</summary>
    public virtual bool IsForwardOnly => false;

    /// <summary>Fills <paramref name="target"/> from <paramref name="offset"/> on.</summary>
    /// <exception cref="CheckpointFormatException">They reach beyond the end.</exception>
    public abstract void Read(long offset, Span<byte> target);

    public abstract void Dispose();

    protected void Require(long offset, int count)
    {
        if (offset < 0 || offset > Length - count)
            throw new CheckpointFormatException($"bytes {offset}..{(Int128)offset + count} are asked for, and it has {Length}; it may be cut off: fetch it again.");
    }
}
