using System.Text;
using System.Text.Unicode;

namespace Microsoft.ML.VisionTransformers.Clip.TextCleaning;

/// <summary>
/// Strict UTF-8, which may also hold what Java and old databases write instead (ftfy's "utf-8-variants"): C0 80 for U+0000, and characters
/// beyond U+FFFF as two surrogates of three bytes each (CESU-8, Unicode Technical Report 26).
/// </summary>
internal static class Utf8Variants
{
    /// <summary>Null when the bytes are no such text. A byte order mark is a character here, as in Python.</summary>
    public static string? TryDecode(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder(bytes.Length);
        while (true)
        {
            var plain = bytes[..PlainLength(bytes)];
            if (!Utf8.IsValid(plain))
                return null;
            text.Append(Encoding.UTF8.GetString(plain));
            bytes = bytes[plain.Length..];
            if (bytes.Length == 0)
                return text.ToString();
            if (bytes[0] == 0xC0)
            {
                text.Append('\0');
                bytes = bytes[2..];
            }
            else
            {
                text.Append(ThreeBytes(bytes)).Append(ThreeBytes(bytes[3..]));
                bytes = bytes[6..];
            }
        }
    }

    /// <summary>How far standard UTF-8 goes.</summary>
    private static int PlainLength(ReadOnlySpan<byte> bytes)
    {
        for (var i = 0; i < bytes.Length; i++)
        {
            if (bytes[i..] is [0xC0, 0x80, ..]
                or [0xED, >= 0xA0 and <= 0xAF, >= 0x80 and <= 0xBF, 0xED, >= 0xB0 and <= 0xBF, >= 0x80 and <= 0xBF, ..])
                return i;
        }
        return bytes.Length;
    }

    private static char ThreeBytes(ReadOnlySpan<byte> bytes) => (char)((bytes[0] & 0x0F) << 12 | (bytes[1] & 0x3F) << 6 | bytes[2] & 0x3F);
}
