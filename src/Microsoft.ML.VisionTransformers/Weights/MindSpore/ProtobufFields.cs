using System.Text;

namespace Microsoft.ML.VisionTransformers.Weights.MindSpore;

/// <summary>
/// The fields of one protobuf message, read in turn out of a file without taking its long ones into memory. Whatever a length claims, nothing is
/// allocated that the file does not hold, and nothing is read beyond the message.
/// </summary>
internal sealed class ProtobufFields
{
    /// <summary>How a field is written: a number of up to ten bytes.</summary>
    public const int Varint = 0;

    /// <summary>A length, and as many bytes.</summary>
    public const int Bytes = 2;

    private const int WindowLength = 256;
    private readonly ByteSource _file;
    private readonly byte[] _window = new byte[WindowLength];
    private readonly long _end;
    private long _at;
    private long _windowStart;
    private int _windowLength;

    public ProtobufFields(ByteSource file, long start, long end)
    {
        (_file, _at, _end) = (file, start, end);
    }

    /// <summary>Number of the field that was found by <see cref="Next"/>.</summary>
    public int Number { get; private set; }

    /// <summary>How it is written.</summary>
    public int Wire { get; private set; }

    /// <summary>Whether anything is left of the message.</summary>
    public bool More => _at < _end;

    /// <summary>Goes to the next field; false at the end of the message.</summary>
    public bool Next()
    {
        if (!More)
            return false;
        var key = ReadVarint();
        (Number, Wire) = ((int)Math.Min(key >> 3, int.MaxValue), (int)(key & 7));
        if (Number == 0)
            throw Bad("a field has no number");
        return true;
    }

    public ulong ReadVarint()
    {
        ulong value = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var next = ReadByte();
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
                return value;
        }
        throw Bad("a number goes on for more than ten bytes");
    }

    /// <summary>Where the bytes of a field are; they are passed over.</summary>
    public (long Offset, long Length) PassBytes()
    {
        var length = ReadVarint();
        if (length > (ulong)(_end - _at))
            throw Bad($"a field claims {length} bytes, and {_end - _at} are left");
        var offset = _at;
        _at += (long)length;
        return (offset, (long)length);
    }

    public string ReadText(int maxLength)
    {
        var (offset, length) = PassBytes();
        if (length > maxLength)
            throw Bad($"a name of {length} bytes");
        var bytes = new byte[length];
        _file.Read(offset, bytes);
        return Encoding.UTF8.GetString(bytes);
    }

    /// <summary>Passes over a field that means nothing here.</summary>
    public void Skip()
    {
        switch (Wire)
        {
            case Varint:
                ReadVarint();
                break;
            case 1:
                Advance(8);
                break;
            case Bytes:
                PassBytes();
                break;
            case 5:
                Advance(4);
                break;
            default:
                throw Bad($"a field of kind {Wire}");
        }
    }

    public CheckpointFormatException Bad(string what) => new($"it is no sound checkpoint of MindSpore: {what}, at byte {_at}; it may be encrypted or cut off.");

    private void Advance(int count)
    {
        if (count > _end - _at)
            throw Bad("a field reaches beyond its message");
        _at += count;
    }

    private byte ReadByte()
    {
        if (!More)
            throw Bad("a field reaches beyond its message");
        if (_at < _windowStart || _at >= _windowStart + _windowLength)
        {
            (_windowStart, _windowLength) = (_at, (int)Math.Min(WindowLength, _end - _at));
            _file.Read(_at, _window.AsSpan(0, _windowLength));
        }
        return _window[_at++ - _windowStart];
    }
}
