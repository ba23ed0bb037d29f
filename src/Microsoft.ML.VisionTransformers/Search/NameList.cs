using System.Text;

namespace Microsoft.ML.VisionTransformers.Search;

/// <summary>Names by index, kept as UTF-8 end to end: a million of them are two arrays, not a million objects.</summary>
internal sealed class NameList
{
    private byte[] _text;
    private readonly List<long> _ends;

    public NameList() : this([], [])
    {
    }

    /// <param name="text">All names, one behind the other.</param>
    /// <param name="ends">Where each of them ends.</param>
    /// <exception cref="FormatException">Ends don't rise to the text's length.</exception>
    public NameList(byte[] text, IEnumerable<long> ends)
    {
        _text = text;
        _ends = [.. ends];
        if (_ends.Zip(_ends.Skip(1)).Any(pair => pair.Second < pair.First) || _ends is [< 0, ..] || Length != text.Length)
            throw new FormatException("The names do not fit their lengths.");
    }

    public int Count => _ends.Count;

    /// <summary>Bytes of all names together: as many as an array holds. Tests take less.</summary>
    public int Limit { get; init; } = Array.MaxLength;

    public ReadOnlySpan<byte> Text => _text.AsSpan(0, (int)Length);

    public IReadOnlyList<long> Ends => _ends;

    public string this[long index]
    {
        get
        {
            var start = index == 0 ? 0 : (int)_ends[(int)index - 1];
            return Encoding.UTF8.GetString(_text, start, (int)_ends[(int)index] - start);
        }
    }

    /// <summary>Makes room for a name, which can then be added without fail.</summary>
    /// <exception cref="ArgumentException">There would be more than <see cref="Limit"/> bytes.</exception>
    public void Reserve(string name)
    {
        var needed = Length + Encoding.UTF8.GetByteCount(name);
        if (needed > Limit)
        {
            throw new ArgumentException($"Names are limited to 2 GiB in all: {Count:N0} of them have {Length:N0} bytes, and the next would make that {needed:N0}. "
                + "Give shorter names, or begin another index.", nameof(name));
        }
        if (needed > _text.Length)
            Array.Resize(ref _text, (int)Math.Max(needed, Math.Min(2L * _text.Length, Limit)));
        _ends.EnsureCapacity(Count + 1);
    }

    public void Add(string name)
    {
        Reserve(name);
        _ends.Add(Length + Encoding.UTF8.GetBytes(name, _text.AsSpan((int)Length)));
    }

    private long Length => _ends.Count == 0 ? 0 : _ends[^1];
}
