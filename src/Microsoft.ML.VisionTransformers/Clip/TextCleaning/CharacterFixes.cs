using System.Buffers;
using System.Text;

namespace Microsoft.ML.VisionTransformers.Clip.TextCleaning;

/// <summary>The fixes of ftfy 6.3 that look at characters one by one, in its default configuration. Each gives its text back when there's nothing to do.</summary>
internal static class CharacterFixes
{
    private static readonly Dictionary<char, string> s_ligatures = new()
    {
        ['Ĳ'] = "IJ", ['ĳ'] = "ij", ['ŉ'] = "ʼn", ['Ǳ'] = "DZ", ['ǲ'] = "Dz", ['ǳ'] = "dz", ['Ǆ'] = "DŽ", ['ǅ'] = "Dž", ['ǆ'] = "dž",
        ['Ǉ'] = "LJ", ['ǈ'] = "Lj", ['ǉ'] = "lj", ['Ǌ'] = "NJ", ['ǋ'] = "Nj", ['ǌ'] = "nj",
        ['\uFB00'] = "ff", ['\uFB01'] = "fi", ['\uFB02'] = "fl", ['\uFB03'] = "ffi", ['\uFB04'] = "ffl", ['\uFB05'] = "ſt", ['\uFB06'] = "st",
    };

    // U+FF5F to U+FFEE in their usual width (Unicode's compatibility mapping); a zero where there is no character.
    private const char FirstHalfWidth = '\uFF5F', WideMacron = '\uFFE3';
    private const string UsualWidth =
        "⦅⦆。「」、・ヲァィゥェォャュョッーアイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン\u3099\u309A"
        + "\u1160\u1100\u1101\u11AA\u1102\u11AC\u11AD\u1103\u1104\u1105\u11B0\u11B1\u11B2\u11B3\u11B4\u11B5\u111A\u1106\u1107\u1108\u1121"
        + "\u1109\u110A\u110B\u110C\u110D\u110E\u110F\u1110\u1111\u1112\0\0\0"
        + "\u1161\u1162\u1163\u1164\u1165\u1166\0\0\u1167\u1168\u1169\u116A\u116B\u116C\0\0\u116D\u116E\u116F\u1170\u1171\u1172\0\0\u1173\u1174\u1175\0\0\0"
        + "¢£¬\0¦¥₩\0│←↑→↓■○";

    private static readonly SearchValues<char> s_controls = SearchValues.Create(
        "\u0000\u0001\u0002\u0003\u0004\u0005\u0006\u0007\u0008\u000B\u000E\u000F"
        + "\u0010\u0011\u0012\u0013\u0014\u0015\u0016\u0017\u0018\u0019\u001A\u001B\u001C\u001D\u001E\u001F\u007F"
        + "\u206A\u206B\u206C\u206D\u206E\u206F\uFEFF\uFFF9\uFFFA\uFFFB\uFFFC");

    /// <summary>U+0080 to U+009F become the characters that Windows-1252 has there.</summary>
    public static string ReplaceControls(string text)
        => Replace(text, c => c is >= '\u0080' and <= '\u009F' ? SingleByteEncoding.Windows1252.Decode((byte)c).ToString() : null);

    /// <summary>'ﬁ' becomes "fi"; ligatures that are letters of their own, such as 'æ', stay.</summary>
    public static string SplitLigatures(string text) => Replace(text, c => s_ligatures.GetValueOrDefault(c));

    /// <summary>Full-width Latin and half-width Katakana and Hangul become the usual ones, and the ideographic space a space.</summary>
    public static string NormalizeWidth(string text) => Replace(text, c => c switch
    {
        '\u3000' => " ",
        WideMacron => " \u0304",
        >= '\uFF01' and < FirstHalfWidth => ((char)(c - '\uFF01' + '!')).ToString(),
        >= FirstHalfWidth and < (char)(FirstHalfWidth + 144) when UsualWidth[c - FirstHalfWidth] is not '\0' and var usual => usual.ToString(),
        _ => null,
    });

    /// <summary>Curly quotation marks become straight ones.</summary>
    public static string StraightenQuotes(string text) => Replace(text, c => c switch
    {
        '\u02BC' or (>= '\u2018' and <= '\u201B') => "'",
        >= '\u201C' and <= '\u201F' => "\"",
        _ => null,
    });

    /// <summary>Every kind of line break becomes a line feed.</summary>
    public static string UnifyLineBreaks(string text)
        => text.AsSpan().ContainsAny("\r\u2028\u2029\u0085")
            ? text.Replace("\r\n", "\n").Replace('\r', '\n').Replace('\u2028', '\n').Replace('\u2029', '\n').Replace('\u0085', '\n')
            : text;

    /// <summary>Halves of surrogate pairs become U+FFFD.</summary>
    public static string ReplaceLoneSurrogates(string text)
    {
        if (!text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF'))
            return text;
        var whole = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            whole.Append(rune.ToString());
        return whole.ToString();
    }

    /// <summary>Drops the escape sequences that colour text in terminals: ESC, '[', numbers and semicolons, a letter.</summary>
    public static string RemoveTerminalEscapes(string text)
    {
        StringBuilder? kept = null;
        var done = 0;
        for (var escape = text.IndexOf('\u001B'); escape >= 0; escape = text.IndexOf('\u001B', escape + 1))
        {
            var end = escape + 1;
            if (end == text.Length || text[end] != '[')
                continue;
            do
                end++;
            while (end < text.Length && (text[end] == ';' || char.IsDigit(text[end])));
            if (end == text.Length || !char.IsAsciiLetter(text[end]))
                continue;
            (kept ??= new StringBuilder(text.Length)).Append(text, done, escape - done);
            done = end + 1;
        }
        return kept is null ? text : kept.Append(text, done, text.Length - done).ToString();
    }

    /// <summary>Drops control characters that show nothing; tabs, line feeds, form feeds and carriage returns stay.</summary>
    public static string RemoveControls(string text)
        => text.AsSpan().ContainsAny(s_controls) ? Replace(text, c => s_controls.Contains(c) ? "" : null) : text;

    private static string Replace(string text, Func<char, string?> replacement)
    {
        StringBuilder? replaced = null;
        for (var i = 0; i < text.Length; i++)
        {
            if (replacement(text[i]) is { } other)
                (replaced ??= new StringBuilder(text, 0, i, text.Length)).Append(other);
            else
                replaced?.Append(text[i]);
        }
        return replaced?.ToString() ?? text;
    }
}
