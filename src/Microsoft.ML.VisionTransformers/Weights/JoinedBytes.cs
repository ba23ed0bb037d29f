namespace Microsoft.ML.VisionTransformers.Weights;

/// <summary>Stretches of a file, one after the other, as if they were one. The file stays its owner's.</summary>
internal sealed class JoinedBytes : ByteSource
{
    private readonly ByteSource _file;
    private readonly IReadOnlyList<(long Offset, long Length)> _stretches;

    public JoinedBytes(ByteSource file, IReadOnlyList<(long Offset, long Length)> stretches)
    {
        (_file, _stretches) = (file, stretches);
        Length = stretches.Sum(stretch => stretch.Length);
    }

    public override long Length { get; }

    public override void Read(long offset, Span<byte> target)
    {
        Require(offset, target.Length);
        foreach (var (start, length) in _stretches)
        {
            if (offset < length && target.Length > 0)
            {
                var part = target[..(int)Math.Min(length - offset, target.Length)];
                _file.Read(start + offset, part);
                target = target[part.Length..];
                offset += part.Length;
            }
            offset -= length;
        }
    }

    public override void Dispose()
    {
    }
}
