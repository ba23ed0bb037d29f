namespace Microsoft.ML.VisionTransformers.Clip.TextCleaning;

using static MojibakeClasses;

/// <summary>The four hundred characters that UTF-8 turns into when it is read in one of the usual single-byte encodings, by class.</summary>
internal static class MojibakeCharacters
{
    private static readonly Dictionary<char, MojibakeClasses> s_classes = Build();

    public static MojibakeClasses ClassesOf(char c) => c switch
    {
        >= 'a' and <= 'z' => AsciiLower,
        >= 'A' and <= 'Z' => AsciiUpper,
        < '\u0080' => None,
        _ => s_classes.GetValueOrDefault(c),
    };

    private static Dictionary<char, MojibakeClasses> Build()
    {
        Dictionary<char, MojibakeClasses> classes = [];
        Add(Common, "\u00A0\u00AD·´–—―…’");
        AddRange(Control, '\u0080', '\u009F');
        Add(Bad, "¦¤¨¬¯¸ƒˆˇ˘˛˜†‡‰⌐◊\uFFFDªº");
        Add(Law, "¶§");
        Add(Currency, "¢£¥₧€");
        Add(Opening, "¡«¿©΄΅‘‚“„•‹\uF8FF");
        Add(Closing, "®»˝”›™");
        Add(Numeric, "²³¹±¼½¾×µ÷⁄∂∆∏∑√∞∩∫≈≠≡≤≥№");

        AddRange(Kaomoji, 'Ò', 'Ö');
        AddRange(Kaomoji, 'Ù', 'Ü');
        AddRange(Kaomoji, 'ò', 'ö');
        AddRange(Kaomoji, 'ø', 'ü');
        Add(Kaomoji, "ŐŌŪŲ°");

        // O and U with most accents are left to the faces; Ø stays, for it is frequent in garbled Arabic.
        AddRange(UpperAccented, 'À', 'Ñ');
        Add(UpperAccented, "ØÜÝĂĀĄĆČĎĐĘĚĒĖĞĢİĪĶĹĽŁĻŃŇŅŒŘŚŞŠŢŤŮŰŸŹŻŽҐ");
        AddRange(LowerAccented, 'à', 'ñ');
        Add(LowerAccented, "ßăąāćčďđęěēėğģįīķĺľłļœŕśşšťüźżžґ\uFB01\uFB02");

        AddRange(UpperCommon, 'Α', 'Ω');
        AddRange(UpperCommon, 'Ё', 'Я');
        Add(UpperCommon, "ÞΆΈΉΊΌΎΏΪΫ");
        AddRange(LowerCommon, 'α', 'ω');
        AddRange(LowerCommon, 'а', 'џ');
        Add(LowerCommon, "άέήίΰ");

        // Not the single horizontal line: faces are made with it.
        Add(Box, "│┌┐┘├┤┬┼▀▄█▌▐░▒▓");
        AddRange(Box, '═', '╬');
        return classes;

        void Add(MojibakeClasses which, string characters)
        {
            foreach (var c in characters)
                classes[c] = classes.GetValueOrDefault(c) | which;
        }

        void AddRange(MojibakeClasses which, char first, char last)
        {
            for (var c = first; c <= last; c++)
                classes[c] = classes.GetValueOrDefault(c) | which;
        }
    }
}
