using System.Globalization;
using System.Text;

namespace Microsoft.ML.VisionTransformers.Clip.TextCleaning;

/// <summary>Classes of characters as Python draws them: the reference tokenizer is Python, and .NET's own classes differ at the edges.</summary>
internal static class PythonCharacters
{
    /// <summary>
    /// <c>str.isspace</c>, by which <c>strip</c> and <c>\s</c> of Python's <c>re</c> go: Unicode's white space, and the four information
    /// separators U+001C to U+001F.
    /// </summary>
    public static bool IsSpace(char c) => char.IsWhiteSpace(c) || c is >= '\u001C' and <= '\u001F';

    /// <summary><c>\w</c> of Python's <c>re</c>: letters, numbers of every kind and the underscore; no combining marks, unlike .NET's.</summary>
    public static bool IsWord(Rune rune) => IsLetter(rune) || IsNumber(rune) || rune.Value == '_';

    /// <summary><c>\p{L}</c>.</summary>
    public static bool IsLetter(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter
        or UnicodeCategory.TitlecaseLetter or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter;

    /// <summary><c>\p{N}</c>.</summary>
    public static bool IsNumber(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber
        or UnicodeCategory.OtherNumber;

    /// <summary><c>str.strip()</c>.</summary>
    public static ReadOnlySpan<char> Strip(ReadOnlySpan<char> text)
    {
        while (text.Length > 0 && IsSpace(text[0]))
            text = text[1..];
        while (text.Length > 0 && IsSpace(text[^1]))
            text = text[..^1];
        return text;
    }

    /// <summary>The character at an index; U+FFFD for half of a surrogate pair.</summary>
    public static Rune RuneAt(ReadOnlySpan<char> text, int index)
        => Rune.DecodeFromUtf16(text[index..], out var rune, out _) == System.Buffers.OperationStatus.Done ? rune : Rune.ReplacementChar;
}
