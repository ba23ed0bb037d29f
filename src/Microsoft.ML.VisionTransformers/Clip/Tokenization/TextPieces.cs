using System.Text;
using Microsoft.ML.VisionTransformers.Clip.TextCleaning;

namespace Microsoft.ML.VisionTransformers.Clip.Tokenization;

/// <summary>
/// Cuts cleaned text into the pieces that are encoded each by itself, as OpenAI's pattern does with Python's <c>regex</c> and its IGNORECASE:
/// <c>SPECIAL|'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+</c>. Written out, because .NET's expressions see halves of the
/// characters beyond U+FFFF.
/// </summary>
internal ref struct TextPieces(ReadOnlySpan<char> text, string start, string end)
{
    // Under IGNORECASE this mark is iota's capital in one set and no letter in the other, and so no piece has it.
    private const int Ypogegrammeni = 0x345;

    // Its capital is S, so that it counts as s under IGNORECASE; the cleaning leaves it as it is.
    private const char LongS = 'ſ';

    private readonly ReadOnlySpan<char> _text = text;
    private int _next;

    private enum Kind
    {
        Space,
        Letter,
        Number,
        Other,
        None,
    }

    /// <summary>The piece found last.</summary>
    public ReadOnlySpan<char> Current { get; private set; }

    public bool MoveNext()
    {
        while (_next < _text.Length)
        {
            var rest = _text[_next..];
            var length = SpecialLength(rest);
            if (length == 0)
                length = ContractionLength(rest);
            if (length == 0)
            {
                var kind = KindAt(rest, out length);
                if (kind is Kind.Space or Kind.None)
                {
                    _next += length;
                    continue;
                }
                while (kind != Kind.Number && length < rest.Length && KindAt(rest[length..], out var more) == kind)
                    length += more;
            }
            Current = rest[..length];
            _next += length;
            return true;
        }
        return false;
    }

    private readonly int SpecialLength(ReadOnlySpan<char> rest)
        => rest[0] != '<' ? 0 : StartsWith(rest, start) ? start.Length : StartsWith(rest, end) ? end.Length : 0;

    private static bool StartsWith(ReadOnlySpan<char> text, string special)
    {
        if (text.Length < special.Length)
            return false;
        for (var i = 0; i < special.Length; i++)
        {
            if (text[i] != special[i] && !(text[i] == LongS && special[i] == 's'))
                return false;
        }
        return true;
    }

    private static int ContractionLength(ReadOnlySpan<char> rest) => rest switch
    {
        ['\'', 's' or LongS or 't' or 'm' or 'd', ..] => 2,
        ['\'', 'r' or 'v', 'e', ..] => 3,
        ['\'', 'l', 'l', ..] => 3,
        _ => 0,
    };

    private static Kind KindAt(ReadOnlySpan<char> text, out int length)
    {
        var c = text[0];
        length = 1;
        if (c < 128)
            return char.IsAsciiLetter(c) ? Kind.Letter : char.IsAsciiDigit(c) ? Kind.Number : char.IsWhiteSpace(c) ? Kind.Space : Kind.Other;
        if (char.IsWhiteSpace(c))
            return Kind.Space;
        var rune = PythonCharacters.RuneAt(text, 0);
        length = rune.IsBmp ? 1 : 2;
        return PythonCharacters.IsLetter(rune) ? Kind.Letter : PythonCharacters.IsNumber(rune) ? Kind.Number : rune.Value == Ypogegrammeni ? Kind.None : Kind.Other;
    }
}
