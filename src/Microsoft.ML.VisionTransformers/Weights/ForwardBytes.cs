namespace Microsoft.ML.VisionTransformers.Weights;

/// <summary>The bytes of a stream as they come, such as an entry of a saved model: none is kept, so none can be read again.</summary>
internal sealed class ForwardBytes(Stream stream, long length) : ByteSource
{
    private long _position;

    public override long Length => length;

    public override bool IsForwardOnly => true;

    public override void Read(long offset, Span<byte> target)
    {
        Require(offset, target.Length);
        if (offset < _position)
            throw new InvalidOperationException($"Byte {offset} has gone by; the stream is at {_position}.");
        while (_position < offset && target.Length > 0)
        {
            // What lies between is nobody's; a part of the target does for it.
            var skipped = target[..(int)Math.Min(target.Length, offset - _position)];
            Take(skipped);
        }
        Take(target);
    }

    public override void Dispose()
    {
    }

    private void Take(Span<byte> target)
    {
        var read = stream.ReadAtLeast(target, target.Length, throwOnEndOfStream: false);
        if (read < target.Length)
            throw new CheckpointFormatException($"it ends {length - _position - read} bytes early; it may be cut off: fetch it again.");
        _position += read;
    }
}
