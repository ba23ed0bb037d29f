using System.Text;

namespace Microsoft.ML.VisionTransformers.Weights.PyTorch;

/// <summary>A pickle's bytes in order, in small blocks; nothing is allocated by what a length in them claims.</summary>
internal sealed class PickleInput
{
    /// <summary>The longest text that is kept: names and paths are shorter, and what is longer is no key of a tensor.</summary>
    public const int MaxText = 1 << 14;

    private readonly ByteSource _source;
    private readonly long _start;
    private readonly long _end;
    private readonly byte[] _block = new byte[1 << 16];
    private long _blockStart;
    private int _at;
    private int _filled;

    /// <param name="source">What the pickle is in.</param>
    /// <param name="start">Its first byte.</param>
    /// <param name="end">Where it ends at the latest.</param>
    public PickleInput(ByteSource source, long start, long end)
    {
        (_source, _start, _end, _blockStart) = (source, start, end, start);
    }

    /// <summary>Where the next byte is in the source.</summary>
    public long Position => _blockStart + _at;

    /// <summary>The same, counted from the pickle's first byte.</summary>
    public long Offset => Position - _start;

    public byte ReadByte() => Take(1)[0];

    /// <summary>The next few bytes (<see cref="MaxText"/> at most), valid until the next call.</summary>
    public ReadOnlySpan<byte> Take(int count)
    {
        if (_filled - _at < count)
            Fill(count);
        var taken = _block.AsSpan(_at, count);
        _at += count;
        return taken;
    }

    public void Skip(ulong count)
    {
        if (count > (ulong)(_end - Position))
            throw EndsEarly();
        var left = (long)count;
        if (left <= _filled - _at)
        {
            _at += (int)left;
            return;
        }
        (_blockStart, _at, _filled) = (Position + left, 0, 0);
    }

    /// <summary>Text of a length; null, and passed over, when it is longer than any that matters.</summary>
    public string? ReadText(ulong length, Encoding encoding)
    {
        if (length <= MaxText)
            return encoding.GetString(Take((int)length));
        Skip(length);
        return null;
    }

    /// <summary>Text up to the end of a line.</summary>
    public string ReadLine()
    {
        for (var length = 0; ; length++)
        {
            if (_filled - _at <= length)
                Fill(length + 1);
            if (_block[_at + length] != '\n')
            {
                if (length >= MaxText)
                    throw new CheckpointFormatException($"the pickle has a line of more than {MaxText} bytes at byte {Offset}.");
                continue;
            }
            var line = Encoding.UTF8.GetString(_block, _at, length);
            _at += length + 1;
            return line;
        }
    }

    private void Fill(int count)
    {
        var rest = _filled - _at;
        if (Position + count > _end)
            throw EndsEarly();
        _block.AsSpan(_at, rest).CopyTo(_block);
        (_blockStart, _at) = (Position, 0);
        _filled = (int)Math.Min(_block.Length, _end - _blockStart);
        _source.Read(_blockStart + rest, _block.AsSpan(rest, _filled - rest));
    }

    private CheckpointFormatException EndsEarly()
        => new($"the pickle ends at byte {_end - _start}, within what begins at byte {Offset}; it may be cut off: fetch it again.");
}
