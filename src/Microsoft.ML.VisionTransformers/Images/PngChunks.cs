using System.Buffers.Binary;

namespace Microsoft.ML.VisionTransformers.Images;

/// <summary>Walks the chunks of a PNG file: <c>foreach (var chunk in new PngChunks(file))</c>. Each is its length, type, body and checksum.</summary>
internal ref struct PngChunks(ReadOnlySpan<byte> file)
{
    private ReadOnlySpan<byte> _rest = file[8..];

    public Chunk Current { get; private set; }

    public readonly PngChunks GetEnumerator() => this;

    public bool MoveNext()
    {
        if (_rest.Length < 12)
            return false;
        // The last chunk of a file that was cut off has fewer bytes than it says.
        var said = BinaryPrimitives.ReadUInt32BigEndian(_rest);
        var length = (int)Math.Min(said, (uint)(_rest.Length - 12));
        Current = new Chunk(_rest.Slice(4, 4), _rest.Slice(8, length), length == said);
        _rest = _rest[(length + 12)..];
        return true;
    }

    public readonly ref struct Chunk(ReadOnlySpan<byte> type, ReadOnlySpan<byte> body, bool isWhole)
    {
        private readonly ReadOnlySpan<byte> _type = type;

        public ReadOnlySpan<byte> Body { get; } = body;

        public bool IsWhole { get; } = isWhole;

        public bool Is(ReadOnlySpan<byte> type) => _type.SequenceEqual(type);
    }
}
