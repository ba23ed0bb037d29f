using System.Globalization;
using System.Text;

namespace Microsoft.ML.VisionTransformers.Clip.TextCleaning;

/// <summary>
/// Lower case as Python's <c>str.lower</c> has it: Unicode's full mapping without a language. It differs from .NET's invariant one in two
/// letters: 'İ' becomes an i with a dot above, and 'Σ' at the end of a word becomes 'ς' (Unicode Standard, section 3.13, Final_Sigma).
/// </summary>
internal static class LowerCase
{
    private const char Sigma = 'Σ', FinalSigma = 'ς', SmallSigma = 'σ', DottedI = 'İ';

    // Other_Lowercase and Other_Uppercase of Unicode's PropList.txt: cased, though their category isn't that of a cased letter.
    private static readonly (int First, int Last)[] s_otherCased =
    [
        (0xAA, 0xAA), (0xBA, 0xBA), (0x2B0, 0x2B8), (0x2C0, 0x2C1), (0x2E0, 0x2E4), (0x345, 0x345), (0x37A, 0x37A), (0x1D2C, 0x1D6A),
        (0x1D78, 0x1D78), (0x1D9B, 0x1DBF), (0x2071, 0x2071), (0x207F, 0x207F), (0x2090, 0x209C), (0x2160, 0x217F), (0x24B6, 0x24E9),
        (0x2C7C, 0x2C7D), (0xA69C, 0xA69D), (0xA770, 0xA770), (0xA7F8, 0xA7F9), (0xAB5C, 0xAB5F), (0x10780, 0x10780), (0x10783, 0x10785),
        (0x10787, 0x107B0), (0x107B2, 0x107BA), (0x1F130, 0x1F149), (0x1F150, 0x1F169), (0x1F170, 0x1F189),
    ];

    public static string Of(ReadOnlySpan<char> text)
    {
        var lower = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c < 128)
                lower.Append(char.ToLowerInvariant(c));
            else if (c == DottedI)
                lower.Append("i\u0307");
            else if (c == Sigma)
                lower.Append(EndsWord(text, i) ? FinalSigma : SmallSigma);
            else if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
                lower.Append(Rune.ToLowerInvariant(new Rune(c, text[++i])).ToString());
            else
                lower.Append(char.ToLowerInvariant(c));
        }
        return lower.ToString();
    }

    /// <summary>Whether a cased letter comes before and none after, over whatever the case of a word ignores.</summary>
    private static bool EndsWord(ReadOnlySpan<char> text, int sigma)
    {
        var before = false;
        for (var rest = text[..sigma]; Rune.DecodeLastFromUtf16(rest, out var rune, out var length) == System.Buffers.OperationStatus.Done; rest = rest[..^length])
        {
            if (IsCaseIgnorable(rune))
                continue;
            before = IsCased(rune);
            break;
        }
        if (!before)
            return false;
        for (var rest = text[(sigma + 1)..]; Rune.DecodeFromUtf16(rest, out var rune, out var length) == System.Buffers.OperationStatus.Done; rest = rest[length..])
        {
            if (!IsCaseIgnorable(rune))
                return !IsCased(rune);
        }
        return true;
    }

    internal static bool IsCased(Rune rune)
        => Rune.GetUnicodeCategory(rune) is UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
            || Array.Exists(s_otherCased, range => rune.Value >= range.First && rune.Value <= range.Last);

    // Marks, formats and modifiers, and what Unicode's word breaking puts inside words: apostrophes, points and colons.
    internal static bool IsCaseIgnorable(Rune rune)
        => Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format
            or UnicodeCategory.ModifierLetter or UnicodeCategory.ModifierSymbol
            || rune.Value is '\'' or '.' or ':' or '\u00B7' or '\u0387' or '\u055F' or '\u05F4' or '\u2018' or '\u2019' or '\u2024' or '\u2027'
                or '\uFE13' or '\uFE52' or '\uFE55' or '\uFF07' or '\uFF0E' or '\uFF1A';
}
