namespace Microsoft.ML.VisionTransformers.Clip.TextCleaning;

using static MojibakeClasses;

/// <summary>
/// Whether text looks garbled by a wrong encoding: neighbours that hardly ever meet in sound text, such as an accented small letter and
/// a currency sign. The sequences are those of ftfy's "badness" (ftfy 6.3, https://ftfy.readthedocs.io/en/latest/heuristic.html);
/// the answer is the same as its <c>is_bad</c>.
/// </summary>
internal static class MojibakeDetector
{
    private const MojibakeClasses Accented = LowerAccented | UpperAccented;
    private const MojibakeClasses Symbols = Box | Opening | Closing | Currency | Numeric;

    private static readonly CharacterSet s_word = CharacterSet.Where(PythonCharacters.IsWord);
    private static readonly CharacterSet s_space = CharacterSet.Where(rune => rune.IsBmp && PythonCharacters.IsSpace((char)rune.Value));
    private static readonly CharacterSet s_notAsciiLetter = CharacterSet.Where(rune => !(rune.IsAscii && char.IsAsciiLetter((char)rune.Value)));
    private static readonly CharacterSet s_anyInLine = CharacterSet.Where(rune => rune.Value != '\n');

    // Half of a garbled Arabic letter: the classes that are frequent there need three more such halves as evidence.
    private static readonly CharacterSet s_arabicTrail = new(Common | Currency | Bad | Numeric | Opening, "ŸŠ®°µ»");

    private static readonly CharacterSet[][] s_sequences =
    [
        [Control],
        [Bad | Accented | Symbols | Law, Bad],
        [AsciiLower | AsciiUpper, LowerCommon | UpperCommon, Bad],
        [Bad, Accented | Symbols | Law],
        [LowerAccented | LowerCommon | Box | Closing | Currency | Numeric, UpperAccented],
        [Box | Closing | Currency | Numeric, LowerAccented],
        [LowerAccented | Box | Closing, Currency],
        [s_space, UpperAccented, Currency],
        [UpperAccented | Box, Numeric | Law],
        [Accented | Box | Currency | Closing, Opening, Numeric],
        [Accented | Currency | Numeric | Box | Law, Closing, Opening],
        [Currency | Numeric | Box, Opening],
        [AsciiLower, UpperAccented, Opening | Currency],
        [Box, Kaomoji],
        [Accented | Currency | Numeric | Opening | Closing | Law, Box],
        [Box, Closing],
        [Accented, Opening | Closing, s_word],
        ["Œœ", s_notAsciiLetter],
        [UpperAccented, "°"],

        // UTF-8 read in Windows-1252, in pairs that the classes above miss; the second pair of letters starts Greek and Cyrillic.
        ["ÂÃÎÐ", new(Opening | Closing, "€œŠš¢£Ÿž\u00A0\u00AD®©°·»–—´")],
        ["×", "²³"],
        ["ØÙ", s_arabicTrail, "ØÙ", s_arabicTrail],
        ["à", "²µ¹¼½¾"],

        // Read in MacRoman.
        ["√", "±∂†≠®™´≤≥¥µø"],
        ["≈", "°¢"],
        ["‚", "Ä", "ìîïòôúùû†°¢π"],
        ["‚", "âó", "àä°ê"],

        // Read in Windows-1251. Its letters are words of their own, so that more of them are asked for.
        ["в", "Ђ"],
        ["ВГРС", new(Control | Bad | Opening | Closing | Currency, "°µ"), "ВГРС"],
        ["Г", "ў", "В", "Ђ", "В", s_anyInLine, new(AsciiLower | AsciiUpper, " ")],

        // à and á, and spaces that were no-break spaces.
        ["Ã", "\u00A0¡"],
        [AsciiLower, "ÃÂ", " "],
        [AsciiLower, s_space, "ÃÂ", " "],
        [new(AsciiLower | Closing, ".,?!"), "Â", new(Opening | Closing, " ")],

        // Read in Windows-1253 and Windows-1257.
        ["β", "€", "™\u00A0Ά\u00AD®°"],
        ["ΒΓΞΟ", new(Control | Bad | Opening | Closing | Currency, "°"), "ΒΓΞΟ"],
        ["ā", "€"],
    ];

    public static bool IsGarbled(ReadOnlySpan<char> text)
    {
        if (text.StartsWith("Ã ") || text.StartsWith("Â "))
            return true;
        var classes = new MojibakeClasses[text.Length];
        for (var i = 0; i < classes.Length; i++)
            classes[i] = MojibakeCharacters.ClassesOf(text[i]);
        var tried = 0;
        for (var i = 0; i < classes.Length; i++)
        {
            if ((classes[i] & ~(AsciiLower | AsciiUpper)) == 0)
                continue;
            // Of every sequence, one of the first three places is of a class that isn't ASCII's.
            for (var start = Math.Max(tried, i - 2); start <= i; start++)
            {
                foreach (var sequence in s_sequences)
                {
                    if (Matches(sequence, text, classes, start))
                        return true;
                }
            }
            tried = i + 1;
        }
        return false;
    }

    private static bool Matches(CharacterSet[] sequence, ReadOnlySpan<char> text, ReadOnlySpan<MojibakeClasses> classes, int index)
    {
        foreach (var place in sequence)
        {
            var length = place.Match(text, classes, index);
            if (length == 0)
                return false;
            index += length;
        }
        return true;
    }
}
