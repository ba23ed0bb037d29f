namespace Microsoft.ML.VisionTransformers.Weights;

/// <summary>Bytes out of a stream, kept in pieces: what claims to be long costs one piece more than what it has.</summary>
internal sealed class MemoryBytes : ByteSource
{
    private const int PieceSize = 1 << 22;
    private readonly List<byte[]> _pieces = [];

    private MemoryBytes(long length)
    {
        Length = length;
    }

    public override long Length { get; }

    /// <summary>Takes <paramref name="length"/> bytes from a stream.</summary>
    /// <exception cref="CheckpointFormatException">It has fewer.</exception>
    public static MemoryBytes Take(Stream stream, long length)
    {
        var bytes = new MemoryBytes(length);
        for (long left = length; left > 0; left -= bytes._pieces[^1].Length)
        {
            var piece = new byte[Math.Min(left, PieceSize)];
            var read = stream.ReadAtLeast(piece, piece.Length, throwOnEndOfStream: false);
            if (read < piece.Length)
                throw new CheckpointFormatException($"it ends {left - read} bytes early; it may be cut off: fetch it again.");
            bytes._pieces.Add(piece);
        }
        return bytes;
    }

    public override void Read(long offset, Span<byte> target)
    {
        Require(offset, target.Length);
        while (target.Length > 0)
        {
            var piece = _pieces[(int)(offset / PieceSize)].AsSpan((int)(offset % PieceSize));
            piece = piece[..Math.Min(piece.Length, target.Length)];
            piece.CopyTo(target);
            target = target[piece.Length..];
            offset += piece.Length;
        }
    }

    public override void Dispose() => _pieces.Clear();
}
