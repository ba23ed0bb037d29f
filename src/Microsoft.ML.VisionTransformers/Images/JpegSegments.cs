using System.Buffers.Binary;

namespace Microsoft.ML.VisionTransformers.Images;

/// <summary>Walks the marker segments of a JPEG file up to its first scan: <c>foreach (var segment in new JpegSegments(file))</c>.</summary>
internal ref struct JpegSegments(ReadOnlySpan<byte> file)
{
    private readonly ReadOnlySpan<byte> _file = file;
    private int _next = 2;

    public Segment Current { get; private set; }

    /// <summary>Where the segment begins that would come next; where the first scan does, when there is none.</summary>
    public readonly int Next => _next;

    public readonly JpegSegments GetEnumerator() => this;

    public bool MoveNext()
    {
        while (_next + 4 <= _file.Length && _file[_next] == 0xFF)
        {
            byte marker = _file[_next + 1];
            if (marker is 0xFF or 0x01 or (>= 0xD0 and <= 0xD7)) // fill byte, or a marker without a body
            {
                _next += marker == 0xFF ? 1 : 2;
                continue;
            }
            int length = BinaryPrimitives.ReadUInt16BigEndian(_file[(_next + 2)..]);
            if (marker is 0xDA or 0xD9 || length < 2 || _next + 2 + length > _file.Length)
                return false;
            Current = new Segment(marker, _file.Slice(_next + 4, length - 2));
            _next += 2 + length;
            return true;
        }
        return false;
    }

    public readonly ref struct Segment(byte marker, ReadOnlySpan<byte> data)
    {
        public byte Marker { get; } = marker;

        /// <summary>The body, without marker and length.</summary>
        public ReadOnlySpan<byte> Data { get; } = data;
    }
}
