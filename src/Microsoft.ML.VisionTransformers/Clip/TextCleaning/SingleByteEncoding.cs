namespace Microsoft.ML.VisionTransformers.Clip.TextCleaning;

/// <summary>
/// An encoding of a byte a character, ASCII in its lower half. The Windows ones are read as browsers read them: a byte without a character is
/// the control character of that number. Byte 0x1A stands for U+FFFD in them: it marks where information was lost before.
/// </summary>
internal sealed class SingleByteEncoding
{
    private const byte Substitute = 0x1A;

    private readonly char[] _characters = new char[256];
    private readonly Dictionary<char, byte> _bytes = [];

    /// <param name="name">As ftfy names it.</param>
    /// <param name="upperHalf">Characters of the bytes from 0x80.</param>
    /// <param name="marksLoss">Whether byte 0x1A stands for U+FFFD.</param>
    private SingleByteEncoding(string name, string upperHalf, bool marksLoss)
    {
        Name = name;
        MarksLoss = marksLoss;
        for (var i = 0; i < 256; i++)
            _characters[i] = i >= 128 ? upperHalf[i - 128] : i == Substitute && marksLoss ? '\uFFFD' : (char)i;
        for (var i = 0; i < 256; i++)
            _bytes[_characters[i]] = (byte)i;
    }

    public static SingleByteEncoding Latin1 { get; } = new("latin-1", string.Concat(Enumerable.Range(128, 128).Select(i => (char)i)), marksLoss: false);

    public static SingleByteEncoding Windows1252 { get; } = Windows(1252,
        "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008DŽ\u008F\u0090‘’“”•–—˜™š›œ\u009DžŸ\u00A0¡¢£¤¥¦§¨©ª«¬\u00AD®¯°±²³´µ¶·¸¹º»¼½¾¿ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖ×ØÙÚÛÜÝÞßàáâãäåæçèéêëìíîïðñòóôõö÷øùúûüýþÿ");

    private static SingleByteEncoding Windows1251 { get; } = Windows(1251,
        "ЂЃ‚ѓ„…†‡€‰Љ‹ЊЌЋЏђ‘’“”•–—\u0098™љ›њќћџ\u00A0ЎўЈ¤Ґ¦§Ё©Є«¬\u00AD®Ї°±Ііґµ¶·ё№є»јЅѕїАБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдежзийклмнопрстуфхцчшщъыьэюя");

    private static SingleByteEncoding Windows1250 { get; } = Windows(1250,
        "€\u0081‚\u0083„…†‡\u0088‰Š‹ŚŤŽŹ\u0090‘’“”•–—\u0098™š›śťžź\u00A0ˇ˘Ł¤Ą¦§¨©Ş«¬\u00AD®Ż°±˛ł´µ¶·¸ąş»Ľ˝ľżŔÁÂĂÄĹĆÇČÉĘËĚÍÎĎĐŃŇÓÔŐÖ×ŘŮÚŰÜÝŢßŕáâăäĺćçčéęëěíîďđńňóôőö÷řůúűüýţ˙");

    private static SingleByteEncoding Windows1253 { get; } = Windows(1253,
        "€\u0081‚ƒ„…†‡\u0088‰\u008A‹\u008C\u008D\u008E\u008F\u0090‘’“”•–—\u0098™\u009A›\u009C\u009D\u009E\u009F\u00A0΅Ά£¤¥¦§¨©ª«¬\u00AD®―°±²³΄µ¶·ΈΉΊ»Ό½ΎΏΐΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡÒΣΤΥΦΧΨΩΪΫάέήίΰαβγδεζηθικλμνξοπρςστυφχψωϊϋόύώÿ");

    private static SingleByteEncoding Windows1254 { get; } = Windows(1254,
        "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008D\u008E\u008F\u0090‘’“”•–—˜™š›œ\u009D\u009EŸ\u00A0¡¢£¤¥¦§¨©ª«¬\u00AD®¯°±²³´µ¶·¸¹º»¼½¾¿ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏĞÑÒÓÔÕÖ×ØÙÚÛÜİŞßàáâãäåæçèéêëìíîïğñòóôõö÷øùúûüışÿ");

    private static SingleByteEncoding Windows1257 { get; } = Windows(1257,
        "€\u0081‚\u0083„…†‡\u0088‰\u008A‹\u008C¨ˇ¸\u0090‘’“”•–—\u0098™\u009A›\u009C¯˛\u009F\u00A0¡¢£¤¥¦§Ø©Ŗ«¬\u00AD®Æ°±²³´µ¶·ø¹ŗ»¼½¾æĄĮĀĆÄÅĘĒČÉŹĖĢĶĪĻŠŃŅÓŌÕÖ×ŲŁŚŪÜŻŽßąįāćäåęēčéźėģķīļšńņóōõö÷ųłśūüżž˙");

    private static SingleByteEncoding Latin2 { get; } = new("iso-8859-2", string.Concat(Enumerable.Range(128, 32).Select(i => (char)i))
        + "\u00A0Ą˘Ł¤ĽŚ§¨ŠŞŤŹ\u00ADŽŻ°ą˛ł´ľśˇ¸šşťź˝žżŔÁÂĂÄĹĆÇČÉĘËĚÍÎĎĐŃŇÓÔŐÖ×ŘŮÚŰÜÝŢßŕáâăäĺćçčéęëěíîďđńňóôőö÷řůúűüýţ˙", marksLoss: false);

    public static SingleByteEncoding MacRoman { get; } = new("macroman",
        "ÄÅÇÉÑÖÜáàâäãåçéèêëíìîïñóòôöõúùûü†°¢£§•¶ß®©™´¨≠ÆØ∞±≤≥¥µ∂∑∏π∫ªºΩæø¿¡¬√ƒ≈∆«»…\u00A0ÀÃÕŒœ–—“”‘’÷◊ÿŸ⁄€‹›ﬁﬂ‡·‚„‰ÂÊÁËÈÍÎÏÌÓÔ\uF8FFÒÚÛÙıˆ˜¯˘˙˚¸˝˛ˇ", marksLoss: false);

    private static SingleByteEncoding Cp437 { get; } = new("cp437",
        "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00A0", marksLoss: false);

    /// <summary>Those that text is most often misread in, the likeliest first.</summary>
    public static IReadOnlyList<SingleByteEncoding> Suspects { get; } =
        [Latin1, Windows1252, Windows1251, Windows1250, Windows1253, Windows1254, Windows1257, Latin2, MacRoman, Cp437];

    /// <summary>The suspects whose upper quarters hold letters where Latin-1 does.</summary>
    public static IReadOnlyList<SingleByteEncoding> LikeLatin1 { get; } =
        [Latin1, Windows1252, Windows1251, Windows1250, Windows1253, Windows1254, Windows1257];

    public string Name { get; }

    /// <summary>Whether byte 0x1A stands for U+FFFD.</summary>
    public bool MarksLoss { get; }

    public char Decode(byte value) => _characters[value];

    /// <summary>The bytes that were read as this text; null when this encoding has no such characters.</summary>
    public byte[]? TryEncode(string text)
    {
        var bytes = new byte[text.Length];
        for (var i = 0; i < bytes.Length; i++)
        {
            if (!_bytes.TryGetValue(text[i], out bytes[i]))
                return null;
        }
        return bytes;
    }

    private static SingleByteEncoding Windows(int codePage, string upperHalf) => new($"windows-{codePage}", upperHalf, marksLoss: true);
}
