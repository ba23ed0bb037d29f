using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Microsoft.ML.VisionTransformers.Images;

/// <summary>Four bytes a pixel to three.</summary>
internal static class PackedPixels
{
    /// <summary>Drops every fourth byte, and turns B, G, R into R, G, B when <paramref name="blueFirst"/>.</summary>
    public static void ToRgb(ReadOnlySpan<byte> packed, bool blueFirst, Span<byte> rgb)
    {
        int i = 0, o = 0;
        if (Vector128.IsHardwareAccelerated)
        {
            var order = blueFirst
                ? Vector128.Create((byte)2, 1, 0, 6, 5, 4, 10, 9, 8, 14, 13, 12, 255, 255, 255, 255)
                : Vector128.Create((byte)0, 1, 2, 4, 5, 6, 8, 9, 10, 12, 13, 14, 255, 255, 255, 255);
            ref byte source = ref MemoryMarshal.GetReference(packed);
            ref byte target = ref MemoryMarshal.GetReference(rgb);
            // 16 bytes are written where 12 count; the next write covers the rest.
            for (; o + 16 <= rgb.Length && i + 16 <= packed.Length; i += 16, o += 12)
                Vector128.Shuffle(Vector128.LoadUnsafe(ref source, (nuint)i), order).StoreUnsafe(ref target, (nuint)o);
        }
        int red = blueFirst ? 2 : 0;
        for (; o < rgb.Length; i += 4, o += 3)
        {
            rgb[o] = packed[i + red];
            rgb[o + 1] = packed[i + 1];
            rgb[o + 2] = packed[i + 2 - red];
        }
    }

    /// <summary>
    /// Divides the colours of see-through pixels by their alpha again, which ML.NET's images are multiplied with. What lies below a pixel
    /// that cannot be seen at all is lost; it stays black.
    /// </summary>
    public static void RestoreColours(ReadOnlySpan<byte> packed, Span<byte> rgb)
    {
        var alphas = MemoryMarshal.Cast<byte, uint>(packed);
        for (int i = 0; i < alphas.Length; i++)
        {
            uint alpha = alphas[i] >> 24;
            if (alpha is 255 or 0)
                continue;
            var pixel = rgb.Slice(i * 3, 3);
            for (int c = 0; c < 3; c++)
                pixel[c] = (byte)Math.Min(255, (pixel[c] * 255 + alpha / 2) / alpha);
        }
    }

    /// <summary>Every fourth byte; null when all are 255.</summary>
    public static byte[]? Alpha(ReadOnlySpan<byte> packed)
    {
        var pixels = MemoryMarshal.Cast<byte, uint>(packed);
        int i = 0;
        while (i < pixels.Length && pixels[i] >> 24 == 255)
            i++;
        if (i == pixels.Length)
            return null;
        var alpha = new byte[pixels.Length];
        alpha.AsSpan(0, i).Fill(255);
        for (; i < pixels.Length; i++)
            alpha[i] = (byte)(pixels[i] >> 24);
        return alpha;
    }
}
