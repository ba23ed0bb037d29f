using System.Globalization;
using System.Text;

namespace Microsoft.ML.Data;

/// <summary>
/// Takes lines apart. Blanks before a field are skipped unless a blank separates; quotes count only at the beginning of a field, and a field
/// whose quotes are not well formed is empty. The sparse part of a line is its end: number of slots, then index:value in ascending order.
/// </summary>
internal sealed class FieldSplitter(TextLoader.Options options)
{
    private readonly char[] _separators = options.Separators;
    private readonly char _first = options.Separators[0];
    private readonly bool _skipBlanks = !options.Separators.Contains(' ');
    private readonly bool _quoting = options.AllowQuoting, _sparse = options.AllowSparse, _keepEmpty = options.MissingRealsAsNaNs;
    private readonly int _inputSize = options.InputSize ?? 0;
    private readonly StringBuilder _unquoted = new();

    private struct Scan
    {
        public int Next;
        public int Index;
        public ReadOnlyMemory<char> Text;
    }

    private bool IsSeparator(char c)
    {
        if (c == _first)
            return true;
        for (var i = 1; i < _separators.Length; i++)
            if (c == _separators[i])
                return true;
        return false;
    }

    /// <summary>Collects the fields up to the last one needed; returns how many slots the line has.</summary>
    public int Split(ReadOnlyMemory<char> line, TextFields fields, int lastNeeded)
    {
        var scan = new Scan();
        var span = line.Span;
        var source = 0;
        if (_sparse)
            return SplitSparse(line, span, fields, lastNeeded);
        while (true)
        {
            var more = Fetch(ref scan, line, span);
            if (_keepEmpty || !scan.Text.IsEmpty)
                fields.Add(source, scan.Text);
            if (++source > lastNeeded || !more)
                return source;
        }
    }

    private int SplitSparse(ReadOnlyMemory<char> line, ReadOnlySpan<char> span, TextFields fields, int lastNeeded)
    {
        var scan = new Scan();
        int source = 0, firstSparse = -1, previous = -1, size = _inputSize;
        while (true)
        {
            var more = Fetch(ref scan, line, span);
            if (scan.Index < 0)
            {
                // A plain field behind sparse ones ends the line.
                if (firstSparse >= 0)
                    break;
                if (_keepEmpty || !scan.Text.IsEmpty)
                    fields.Add(source, scan.Text);
                if (source++ > lastNeeded || !more)
                    break;
                continue;
            }
            if (firstSparse < 0)
            {
                firstSparse = source;
                if (size == 0)
                {
                    // The field before the first sparse one says how many slots follow.
                    if (fields.Count == 0 || fields.Indices[fields.Count - 1] != source - 1
                        || !int.TryParse(fields.Texts[fields.Count - 1].Span, NumberStyles.None, CultureInfo.InvariantCulture, out var slots) || slots <= 0)
                        break;
                    fields.RemoveLast();
                    firstSparse = source - 1;
                    size = firstSparse + slots;
                    lastNeeded = Math.Min(lastNeeded, size - 1);
                }
            }
            if (scan.Index > lastNeeded - firstSparse || scan.Index <= previous)
                break;
            previous = scan.Index;
            if (!scan.Text.IsEmpty)
                fields.Add(firstSparse + scan.Index, scan.Text);
            if (!more)
                break;
        }
        return firstSparse < 0 ? Math.Max(source, size) : size;
    }

    private bool Fetch(ref Scan scan, ReadOnlyMemory<char> line, ReadOnlySpan<char> span)
    {
        var at = SkipBlanks(span, scan.Next);
        scan.Index = -1;
        scan.Text = default;
        if (_sparse && IndexAt(span, ref at, out var index))
        {
            scan.Index = index;
            at = SkipBlanks(span, at);
        }
        if (at >= span.Length)
        {
            scan.Next = at;
            return false;
        }
        if (_quoting && span[at] == '"')
            scan.Text = Unquote(line, span, ref at);
        else
        {
            var rest = span[at..];
            var length = _separators.Length == 1 ? rest.IndexOf(_first) : rest.IndexOfAny(_separators);
            length = length < 0 ? rest.Length : length;
            scan.Text = line.Slice(at, length);
            at += length;
        }
        scan.Next = at + 1;
        return at < span.Length;
    }

    private int SkipBlanks(ReadOnlySpan<char> span, int at)
    {
        if (_skipBlanks)
            while (at < span.Length && span[at] == ' ')
                at++;
        return at;
    }

    private static bool IndexAt(ReadOnlySpan<char> span, ref int at, out int index)
    {
        index = 0;
        var end = at;
        // Nine digits cannot overflow.
        while (end < span.Length && end < at + 9 && char.IsAsciiDigit(span[end]))
            index = index * 10 + (span[end++] - '0');
        if (end == at || end >= span.Length || span[end] != ':')
            return false;
        at = end + 1;
        return true;
    }

    private ReadOnlyMemory<char> Unquote(ReadOnlyMemory<char> line, ReadOnlySpan<char> span, ref int at)
    {
        var escape = options.EscapeChar;
        _unquoted.Clear();
        var (run, start, whole, wellFormed) = (++at, at, true, true);
        for (; ; at++)
        {
            if (at >= span.Length)
            {
                wellFormed = false;
                break;
            }
            if (escape != '"' && span[at] == escape && at + 1 < span.Length && (span[at + 1] == '"' || span[at + 1] == escape))
            {
                _unquoted.Append(span[run..at]);
                run = ++at;
                whole = false;
                continue;
            }
            if (span[at] != '"')
                continue;
            if (escape == '"' && at + 1 < span.Length && span[at + 1] == '"')
            {
                _unquoted.Append(span[run..++at]);
                run = at + 1;
                whole = false;
                continue;
            }
            break;
        }
        var text = wellFormed ? whole ? line[start..at] : _unquoted.Append(span[run..at]).ToString().AsMemory() : default;
        // Only blanks may stand between the closing quote and the next separator.
        for (at = Math.Min(at + 1, span.Length); at < span.Length; at++)
        {
            if (IsSeparator(span[at]))
                break;
            if (span[at] != ' ')
                wellFormed = false;
        }
        return wellFormed ? text : default;
    }

    /// <summary>Whether a line ends inside quotes, so that its last field goes on in the next one.</summary>
    public bool EndsInsideQuotes(string line)
    {
        var span = line.AsSpan();
        for (var at = 0; at < span.Length;)
        {
            at = SkipBlanks(span, at);
            if (at < span.Length && span[at] == '"')
            {
                for (at++; ; at++)
                {
                    if (at >= span.Length)
                        return true;
                    if (options.EscapeChar != '"' && span[at] == options.EscapeChar)
                        at++;
                    else if (span[at] == '"')
                    {
                        if (options.EscapeChar != '"' || at + 1 >= span.Length || span[at + 1] != '"')
                            break;
                        at++;
                    }
                }
            }
            while (at < span.Length && !IsSeparator(span[at]))
                at++;
            at++;
        }
        return false;
    }
}
