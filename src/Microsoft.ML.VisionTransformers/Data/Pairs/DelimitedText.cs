using System.Text;

namespace Microsoft.ML.VisionTransformers.Data.Pairs;

/// <summary>
/// Reads tables as RFC 4180 and spreadsheets write them: a field may stand in quotes, and then hold separators, line breaks and, doubled, quotes.
/// A quote within a field that doesn't begin with one is a character like others.
/// </summary>
/// <param name="text">All of the file, without byte order mark.</param>
/// <param name="separator">Between fields.</param>
internal sealed class DelimitedText(string text, char separator)
{
    private readonly StringBuilder _quoted = new();
    private int _at;
    private int _line = 1;

    /// <summary>The rows, but for empty lines.</summary>
    public IEnumerable<DelimitedRecord> Records()
    {
        while (_at < text.Length)
        {
            if (TryEndLine())
                continue;
            yield return Record();
        }
    }

    private DelimitedRecord Record()
    {
        var (start, line) = (_at, _line);
        List<string> fields = [];
        string? problem = null;
        while (true)
        {
            if (_at < text.Length && text[_at] == '"')
            {
                // A field over several lines with text behind its closing quote was closed by another field's opening one.
                if (!TryQuoted(out var field) || Plain() is not { } behind || (behind.Length > 0 && _line > line))
                {
                    // Whatever follows is most likely sound: only the line with the quote is lost.
                    (_at, _line) = (start, line);
                    SkipLine();
                    return new DelimitedRecord(line, fields, "it has a quote that is never closed");
                }
                if (behind.Length > 0)
                    problem ??= $"\"{Shortened(behind)}\" stands behind the closing quote of field {fields.Count + 1}";
                fields.Add(field);
            }
            else
            {
                fields.Add(Plain());
            }
            if (_at >= text.Length || TryEndLine())
                return new DelimitedRecord(line, fields, problem);
            _at++; // the separator
        }
    }

    /// <summary>As far as a separator or the end of the line.</summary>
    private string Plain()
    {
        var start = _at;
        while (_at < text.Length && text[_at] != separator && text[_at] is not ('\r' or '\n'))
            _at++;
        return text[start.._at];
    }

    private bool TryQuoted(out string field)
    {
        _quoted.Clear();
        for (_at++; _at < text.Length; _at++)
        {
            if (text[_at] == '"')
            {
                if (_at + 1 == text.Length || text[_at + 1] != '"')
                {
                    _at++;
                    field = _quoted.ToString();
                    return true;
                }
                _at++;
            }
            else if (text[_at] == '\n')
            {
                _line++;
            }
            _quoted.Append(text[_at]);
        }
        field = "";
        return false;
    }

    private void SkipLine()
    {
        while (_at < text.Length && !TryEndLine())
            _at++;
    }

    private bool TryEndLine()
    {
        if (_at >= text.Length || text[_at] is not ('\r' or '\n'))
            return false;
        _at += text[_at] == '\r' && _at + 1 < text.Length && text[_at + 1] == '\n' ? 2 : 1;
        _line++;
        return true;
    }

    private static string Shortened(string value) => value.Length > 30 ? value[..30] + "..." : value;
}
