using System.Collections.Frozen;
using System.Text;

namespace Microsoft.ML.VisionTransformers.Clip.TextCleaning;

/// <summary>
/// Finds stretches of a text that look like UTF-8 read in a single-byte encoding, to mend each by itself where the whole text has no one
/// encoding (ftfy 6.3, <c>decode_inconsistent_utf8</c>).
/// </summary>
internal static class EmbeddedMojibake
{
    // What the bytes of UTF-8 become: leads of two, three and four bytes, and trails, a space among them for a no-break space.
    private static readonly FrozenSet<char> s_leadOfTwo = ReadFrom(0xC2, 0xDF);
    private static readonly FrozenSet<char> s_leadOfThree = ReadFrom(0xE0, 0xEF);
    private static readonly FrozenSet<char> s_leadOfFour = ReadFrom(0xF0, 0xF0).Union(ReadFrom(0xF3, 0xF3)).ToFrozenSet();
    private static readonly FrozenSet<char> s_trail = ReadFrom(0x80, 0xBF).Append(' ').ToFrozenSet();

    // Those that don't stand beside garbled text for themselves.
    private static readonly FrozenSet<char> s_strictTrail = s_trail.Except(" –—―‘’‚“”„•…").ToFrozenSet();

    /// <summary>The text with what <paramref name="mend"/> makes of each stretch that is garbled. Itself when there is none.</summary>
    public static string Mend(string text, Func<string, string> mend)
    {
        StringBuilder? mended = null;
        var done = 0;
        for (var i = 0; i < text.Length;)
        {
            var length = i > 0 && s_strictTrail.Contains(text[i - 1]) ? 0 : StretchLength(text.AsSpan(i));
            // The whole text was tried already.
            if (length > 0 && length < text.Length && MojibakeDetector.IsGarbled(text.AsSpan(i, length)))
            {
                mended ??= new StringBuilder(text.Length);
                mended.Append(text, done, i - done).Append(mend(text.Substring(i, length)));
                done = i + length;
            }
            i += Math.Max(1, length);
        }
        return mended is null ? text : mended.Append(text, done, text.Length - done).ToString();
    }

    private static int StretchLength(ReadOnlySpan<char> text)
    {
        var length = 0;
        while (SequenceLength(text[length..]) is > 0 and var sequence)
            length += sequence;
        return length;
    }

    private static int SequenceLength(ReadOnlySpan<char> text)
    {
        if (text.Length == 0)
            return 0;
        var length = s_leadOfTwo.Contains(text[0]) ? 2 : s_leadOfThree.Contains(text[0]) ? 3 : s_leadOfFour.Contains(text[0]) ? 4 : 0;
        if (length > text.Length)
            return 0;
        for (var i = 1; i < length; i++)
        {
            if (!s_trail.Contains(text[i]))
                return 0;
        }
        return length;
    }

    private static FrozenSet<char> ReadFrom(int first, int last)
        => SingleByteEncoding.LikeLatin1
            .SelectMany(encoding => Enumerable.Range(first, last - first + 1).Select(value => encoding.Decode((byte)value)))
            .ToFrozenSet();
}
