using System.Text;

namespace Microsoft.ML.VisionTransformers.Clip.TextCleaning;

/// <summary>
/// What ftfy's <c>fix_text</c> does to text in its default configuration (ftfy 6.3, Apache License 2.0, https://ftfy.readthedocs.io): repairs wrong
/// encodings, straightens quotes, and so on. Written from its documentation and behaviour.
/// </summary>
internal static class TextFixer
{
    /// <summary>The most characters that are looked at together.</summary>
    private const int LongestSegment = 1_000_000;

    public static string Fix(string text)
    {
        var whole = new StringBuilder(text.Length);
        // An angle bracket may be HTML, whose references are meant as they stand: from that line on they stay.
        var unescape = true;
        for (var start = 0; start < text.Length;)
        {
            var segment = text.Substring(start, SegmentLength(text.AsSpan(start)));
            unescape &= !segment.Contains('<');
            whole.Append(FixSegment(segment, unescape));
            start += segment.Length;
        }
        return whole.ToString();
    }

    /// <summary>Lines are independent of each other: each may have its own encoding.</summary>
    private static int SegmentLength(ReadOnlySpan<char> text)
    {
        var line = text.IndexOf('\n') + 1;
        if (line == 0)
            line = text.Length;
        if (line <= LongestSegment)
            return line;
        var (length, characters) = (0, 0);
        for (; length < line && characters < LongestSegment; characters++)
            length += length + 1 < line && char.IsSurrogatePair(text[length], text[length + 1]) ? 2 : 1;
        return length;
    }

    private static string FixSegment(string text, bool unescape)
    {
        while (true)
        {
            var before = text;
            if (unescape)
                text = FtfyEntities.Unescape(text);
            text = MojibakeRepair.Mend(text);
            text = CharacterFixes.ReplaceControls(text);
            text = CharacterFixes.SplitLigatures(text);
            text = CharacterFixes.NormalizeWidth(text);
            text = CharacterFixes.StraightenQuotes(text);
            text = CharacterFixes.UnifyLineBreaks(text);
            text = CharacterFixes.ReplaceLoneSurrogates(text);
            text = CharacterFixes.RemoveTerminalEscapes(text);
            text = CharacterFixes.RemoveControls(text);
            text = CanonicalComposition.Normalize(text);
            if (text == before)
                return text;
        }
    }
}
