using System.Text;

namespace Microsoft.ML.VisionTransformers.Clip.TextCleaning;

/// <summary>
/// Reads text again in the encoding that it should have been read in, when it looks garbled: "schÃ¶n" becomes "schön". Decides as ftfy 6.3
/// does (<c>fix_encoding</c>, https://ftfy.readthedocs.io), step by step until nothing changes any more.
/// </summary>
internal static class MojibakeRepair
{
    public static string Mend(string text)
    {
        while (true)
        {
            var mended = MendOnce(text);
            if (mended == text)
                return text;
            text = mended;
        }
    }

    private static string MendOnce(string text)
    {
        if (Ascii.IsValid(text) || !MojibakeDetector.IsGarbled(text))
            return text;
        foreach (var encoding in SingleByteEncoding.Suspects)
        {
            if (encoding.TryEncode(text) is { } bytes && Utf8Variants.TryDecode(Repair(bytes, encoding)) is { } decoded)
                return decoded;
        }
        var mended = EmbeddedMojibake.Mend(text, Mend);
        // What is left are control characters: Windows-1252 that was read as Latin-1.
        return mended != text ? mended : CharacterFixes.ReplaceControls(text);
    }

    private static byte[] Repair(byte[] bytes, SingleByteEncoding encoding)
    {
        // In MacRoman the spaced sequences are dashes with a space after them.
        if (encoding != SingleByteEncoding.MacRoman)
            bytes = Utf8Repair.RestoreNoBreakSpaces(bytes);
        return encoding.MarksLoss ? Utf8Repair.ReplaceLossy(bytes) : bytes;
    }
}
