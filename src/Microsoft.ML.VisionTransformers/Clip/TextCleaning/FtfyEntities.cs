using System.Text;

namespace Microsoft.ML.VisionTransformers.Clip.TextCleaning;

/// <summary>
/// Character references as ftfy resolves them: only whole ones, with their semicolon, for "this&amp;not that" may be meant as it stands; and
/// names in capitals too, in capitals, so that "P&amp;EACUTE;REZ" becomes "PÉREZ".
/// </summary>
internal static class FtfyEntities
{
    private const int LongestName = 24;

    // Characters whose capital is more than one character, or another than .NET's invariant one.
    private static readonly Dictionary<string, string> s_capitals = new()
    {
        ["ß"] = "SS", ["ı"] = "I", ["ŉ"] = "ʼN", ["\uFB00"] = "FF", ["\uFB01"] = "FI", ["\uFB02"] = "FL", ["\uFB03"] = "FFI", ["\uFB04"] = "FFL",
    };

    /// <summary>Resolves the references of a text once; of those that make an ampersand and so another reference, all that make ampersands.</summary>
    public static string Unescape(string text)
    {
        StringBuilder? plain = null;
        var done = 0;
        for (var ampersand = text.IndexOf('&'); ampersand >= 0; ampersand = text.IndexOf('&', Math.Max(ampersand + 1, done)))
        {
            if (Resolve(text, ampersand + 1, out var end) is not { } character)
                continue;
            (plain ??= new StringBuilder(text.Length)).Append(text, done, ampersand - done).Append(character);
            // A chain ("&amp;amp;amp;") would be resolved a link at a time, and whoever sends a long one would keep us busy.
            while (character == "&" && Resolve(text, end, out var next) == "&")
                end = next;
            done = end;
        }
        return plain is null ? text : plain.Append(text, done, text.Length - done).ToString();
    }

    /// <summary>What a reference stands for; null where there is none.</summary>
    /// <param name="text">The text.</param>
    /// <param name="start">Behind its ampersand.</param>
    /// <param name="end">Behind its semicolon.</param>
    private static string? Resolve(string text, int start, out int end)
    {
        var isNumber = start < text.Length && text[start] == '#';
        var first = isNumber ? start + 1 : start;
        end = first;
        while (end < text.Length && end - first < LongestName && char.IsAsciiLetterOrDigit(text[end]))
            end++;
        if (end == first || end == text.Length || text[end] != ';')
            return null;
        var name = text.AsSpan(first, end - first);
        end++;
        return isNumber ? Numeric(name) : HtmlEntities.Find(name, semicolon: true) ?? Capital(name);
    }

    /// <summary>Null for what isn't a number to its end, and for the semicolon itself.</summary>
    private static string? Numeric(ReadOnlySpan<char> name)
    {
        var hexadecimal = name[0] is 'x' or 'X';
        var (number, digits) = HtmlUnescape.Digits(hexadecimal ? name[1..] : name, hexadecimal);
        return digits > 0 && digits == name.Length - (hexadecimal ? 1 : 0) && number != ';' ? HtmlUnescape.Character(number) : null;
    }

    private static string? Capital(ReadOnlySpan<char> name)
    {
        if (name.ContainsAnyInRange('a', 'z') || HtmlEntities.HasBarePrefix(name))
            return null;
        Span<char> lower = stackalloc char[LongestName];
        name.ToLowerInvariant(lower);
        if (HtmlEntities.Find(lower[..name.Length], semicolon: true) is not { } character)
            return null;
        return s_capitals.TryGetValue(character, out var capital) ? capital : character.ToUpperInvariant();
    }
}
