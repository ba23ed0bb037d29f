namespace Microsoft.ML.VisionTransformers.Clip.TextCleaning;

/// <summary>
/// Mends bytes that were UTF-8 before something replaced a few of them: no-break spaces (A0) that became spaces, and bytes that were lost
/// and show as 1A or '?'. The sequences are those of ftfy 6.3 (<c>restore_byte_a0</c>, <c>replace_lossy_sequences</c>).
/// </summary>
internal static class Utf8Repair
{
    private const byte Space = 0x20, NoBreakSpace = 0xA0, Lost = 0x1A, QuestionMark = (byte)'?', Ellipsis = 0x85;

    // What follows "à" within a word in Portuguese: elsewhere "Ã " is the word "à" and the space after it.
    private static readonly byte[][] s_afterGrave = [[.. " "u8], [.. "quele"u8], [.. "quela"u8], [.. "quilo"u8], [.. "s "u8]];

    private static ReadOnlySpan<byte> ReplacementCharacter => [0xEF, 0xBF, 0xBD];

    /// <summary>Puts back A0 where a space stands in the place of it.</summary>
    public static byte[] RestoreNoBreakSpaces(byte[] bytes)
    {
        if (!bytes.Contains(Space))
            return bytes;
        var separated = SeparateGraveWords(bytes);
        for (var i = 0; i < separated.Length;)
        {
            var length = SpacedLength(separated.AsSpan(i));
            separated.AsSpan(i, length).Replace(Space, NoBreakSpace);
            i += Math.Max(1, length);
        }
        return separated;
    }

    /// <summary>Puts U+FFFD in the place of each sequence that lost bytes.</summary>
    public static byte[] ReplaceLossy(byte[] bytes)
    {
        if (!bytes.AsSpan().ContainsAny(Lost, QuestionMark))
            return bytes;
        List<byte> mended = new(bytes.Length);
        for (var i = 0; i < bytes.Length;)
        {
            var length = LossyLength(bytes.AsSpan(i));
            if (length > 0)
                mended.AddRange(ReplacementCharacter);
            else
                mended.Add(bytes[i]);
            i += Math.Max(1, length);
        }
        return [.. mended];
    }

    /// <summary>"Ã la" was "à la": the no-break space of the letter and the space after it had become one.</summary>
    private static byte[] SeparateGraveWords(byte[] bytes)
    {
        List<byte> separated = new(bytes.Length);
        for (var i = 0; i < bytes.Length; i++)
        {
            separated.Add(bytes[i]);
            if (bytes.AsSpan(i) is [0xC3, Space, .. var rest] && !StartsWithAny(rest, s_afterGrave))
                separated.Add(NoBreakSpace);
        }
        return [.. separated];
    }

    /// <summary>The length of a sequence that would be UTF-8 with A0 for its space. Only those that make likely characters count.</summary>
    private static int SpacedLength(ReadOnlySpan<byte> bytes) => bytes switch
    {
        [0xC2 or 0xC3 or 0xC5 or 0xCE or 0xD0 or 0xD9, Space, ..] => 2,
        [0xE2 or 0xE3, Space, var third, ..] when IsLikely(third) => 3,
        [>= 0xE0 and <= 0xE3, var second, Space, ..] when IsLikely(second) => 3,
        [0xF0, Space, var third, var fourth, ..] when IsTrail(third) && IsTrail(fourth) => 4,
        [0xF0, var second, Space, var fourth, ..] when IsTrail(second) && IsTrail(fourth) => 4,
        [0xF0, var second, var third, Space, ..] when IsTrail(second) && IsTrail(third) => 4,
        _ => 0,
    };

    private static int LossyLength(ReadOnlySpan<byte> bytes) => bytes switch
    {
        [>= 0xC2 and <= 0xDF, Lost, ..] => 2,
        [0xC2 or 0xC3, QuestionMark, ..] => 2,
        [0xED, >= 0xA0 and <= 0xAF, var third, 0xED, >= 0xB0 and <= 0xBF, var sixth, ..]
            when (IsLost(third) || IsTrail(third)) && (IsLost(sixth) || IsTrail(sixth)) && (IsLost(third) || IsLost(sixth)) => 6,
        [>= 0xE0 and <= 0xEF, _, _, ..] when LostItsTrail(bytes[1..3]) => 3,
        [>= 0xF0 and <= 0xF4, _, _, _, ..] when LostItsTrail(bytes[1..4]) => 4,
        [Lost, ..] => 1,
        _ => 0,
    };

    /// <summary>Whether some of the bytes are lost, one of them at most as a question mark, and the others sound.</summary>
    private static bool LostItsTrail(ReadOnlySpan<byte> trail)
    {
        var (lost, questions) = (0, 0);
        foreach (var value in trail)
        {
            if (!IsLost(value) && !IsTrail(value))
                return false;
            lost += IsLost(value) ? 1 : 0;
            questions += value == QuestionMark ? 1 : 0;
        }
        return lost > 0 && questions <= 1;
    }

    private static bool StartsWithAny(ReadOnlySpan<byte> bytes, byte[][] beginnings)
    {
        foreach (var beginning in beginnings)
        {
            if (bytes.StartsWith(beginning))
                return true;
        }
        return false;
    }

    private static bool IsLost(byte value) => value is Lost or QuestionMark;

    private static bool IsTrail(byte value) => value is >= 0x80 and <= 0xBF;

    private static bool IsLikely(byte value) => IsTrail(value) && value is not (Ellipsis or NoBreakSpace);
}
