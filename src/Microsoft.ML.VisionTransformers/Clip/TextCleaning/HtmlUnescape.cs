using System.Text;

namespace Microsoft.ML.VisionTransformers.Clip.TextCleaning;

/// <summary>
/// Character references as Python's <c>html.unescape</c> resolves them, which is HTML 5's way: <c>&amp;notit;</c> is "¬it;", and
/// <c>&amp;#150;</c> is Windows-1252's dash. <see cref="System.Net.WebUtility.HtmlDecode(string)"/> knows HTML 4 only.
/// </summary>
internal static class HtmlUnescape
{
    private const int LongestName = 32;

    public static string Of(string text)
    {
        var ampersand = text.IndexOf('&');
        if (ampersand < 0)
            return text;
        var plain = new StringBuilder(text.Length);
        var done = 0;
        for (; ampersand >= 0; ampersand = text.IndexOf('&', done))
        {
            plain.Append(text, done, ampersand - done);
            var rest = text.AsSpan(ampersand + 1);
            done = ampersand + 1 + (rest.StartsWith("#") ? Number(rest, plain) : Name(rest, plain));
        }
        return plain.Append(text, done, text.Length - done).ToString();
    }

    /// <summary>What a numeric reference stands for; empty for a character that no document may hold.</summary>
    /// <param name="number">The code point; whatever is too large counts as int.MaxValue.</param>
    public static string Character(int number) => number switch
    {
        0 => "\uFFFD",
        '\r' => "\r",
        >= 0x80 and <= 0x9F => SingleByteEncoding.Windows1252.Decode((byte)number).ToString(),
        (>= 0xD800 and <= 0xDFFF) or > 0x10FFFF => "\uFFFD",
        < 0x20 and not ('\t' or '\n' or '\f') => "",
        0x7F or (>= 0xFDD0 and <= 0xFDEF) => "",
        _ when (number & 0xFFFE) == 0xFFFE => "",
        _ => new Rune(number).ToString(),
    };

    /// <summary>Reads digits; gives the number and how many there were.</summary>
    public static (int Number, int Digits) Digits(ReadOnlySpan<char> text, bool hexadecimal)
    {
        var (number, count) = (0L, 0);
        for (; count < text.Length && (hexadecimal ? char.IsAsciiHexDigit(text[count]) : char.IsAsciiDigit(text[count])); count++)
        {
            var digit = char.IsAsciiDigit(text[count]) ? text[count] - '0' : (text[count] | 0x20) - 'a' + 10;
            number = Math.Min(int.MaxValue, number * (hexadecimal ? 16 : 10) + digit);
        }
        return ((int)number, count);
    }

    /// <summary>Appends what "#65;" or "#x41" stands for; itself when there are no digits. Gives how many characters that took.</summary>
    private static int Number(ReadOnlySpan<char> rest, StringBuilder plain)
    {
        var hexadecimal = rest.Length > 1 && rest[1] is 'x' or 'X';
        var start = hexadecimal ? 2 : 1;
        var (number, digits) = Digits(rest[start..], hexadecimal);
        if (digits == 0)
        {
            plain.Append('&');
            return 0;
        }
        plain.Append(Character(number));
        var end = start + digits;
        return end < rest.Length && rest[end] == ';' ? end + 1 : end;
    }

    /// <summary>Appends what a name stands for, or what the longest beginning of it does that needs no semicolon.</summary>
    private static int Name(ReadOnlySpan<char> rest, StringBuilder plain)
    {
        var (length, characters) = (0, 0);
        for (; length < rest.Length && characters < LongestName && rest[length] is not ('\t' or '\n' or '\f' or ' ' or '<' or '&' or '#' or ';'); characters++)
            length += char.IsSurrogatePair(rest[length], length + 1 < rest.Length ? rest[length + 1] : '\0') ? 2 : 1;
        if (length < rest.Length && rest[length] == ';' && HtmlEntities.Find(rest[..length], semicolon: true) is { } whole)
        {
            plain.Append(whole);
            return length + 1;
        }
        for (var prefix = length; prefix > 1; prefix--)
        {
            if (HtmlEntities.Find(rest[..prefix], semicolon: false) is { } known)
            {
                plain.Append(known);
                return prefix;
            }
        }
        plain.Append('&');
        return 0;
    }
}
