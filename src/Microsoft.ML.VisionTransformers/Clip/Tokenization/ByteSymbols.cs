using System.Text;

namespace Microsoft.ML.VisionTransformers.Clip.Tokenization;

/// <summary>
/// A printable character for each byte, as GPT-2's and CLIP's vocabularies write them: printable bytes of Latin-1 are themselves, the others
/// are the characters from U+0100 on. So a vocabulary is text without spaces.
/// </summary>
internal static class ByteSymbols
{
    private static readonly byte[] s_order = [.. Enumerable.Range(0, 256).Select(i => (byte)i).OrderBy(b => !IsPrintable(b))];
    private static readonly char[] s_characters = BuildCharacters();
    private static readonly Dictionary<char, byte> s_bytes = Enumerable.Range(0, 256).ToDictionary(b => s_characters[b], b => (byte)b);

    /// <summary>The bytes in the order that the vocabulary numbers them: printable ones first.</summary>
    public static ReadOnlySpan<byte> Order => s_order;

    public static char Of(byte value) => s_characters[value];

    /// <summary>Writes the bytes that the characters of a symbol stand for; those that stand for none are skipped.</summary>
    public static void Append(ReadOnlySpan<char> symbol, List<byte> bytes)
    {
        foreach (var c in symbol)
        {
            if (s_bytes.TryGetValue(c, out var value))
                bytes.Add(value);
        }
    }

    /// <summary>The text of bytes, U+FFFD for what isn't UTF-8.</summary>
    public static string Decode(List<byte> bytes) => Encoding.UTF8.GetString([.. bytes]);

    private static bool IsPrintable(byte value) => value is (>= 0x21 and <= 0x7E) or (>= 0xA1 and <= 0xAC) or >= 0xAE;

    private static char[] BuildCharacters()
    {
        var characters = new char[256];
        var next = '\u0100';
        foreach (var value in s_order)
            characters[value] = IsPrintable(value) ? (char)value : next++;
        return characters;
    }
}
