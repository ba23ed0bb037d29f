namespace Microsoft.ML.Data.Codecs;

/// <summary>Colours are kept multiplied with their alpha, as Skia keeps them behind the real MLImage; files hold them unmultiplied.</summary>
internal static class Premultiplication
{
    /// <summary>x * y / 255, rounded to nearest; exact for all bytes.</summary>
    public static byte Multiply(int x, int y)
    {
        var product = x * y + 128;
        return (byte)((product + (product >> 8)) >> 8);
    }

    public static void Apply(Span<byte> pixels)
    {
        for (var i = 0; i + 3 < pixels.Length; i += 4)
        {
            int alpha = pixels[i + 3];
            if (alpha == 255)
                continue;
            pixels[i] = Multiply(pixels[i], alpha);
            pixels[i + 1] = Multiply(pixels[i + 1], alpha);
            pixels[i + 2] = Multiply(pixels[i + 2], alpha);
        }
    }

    public static void Undo(Span<byte> pixels)
    {
        for (var i = 0; i + 3 < pixels.Length; i += 4)
        {
            int alpha = pixels[i + 3];
            if (alpha is 255 or 0)
                continue;
            for (var c = 0; c < 3; c++)
                pixels[i + c] = (byte)Math.Min(255, (pixels[i + c] * 255 + alpha / 2) / alpha);
        }
    }

    public static bool IsOpaque(ReadOnlySpan<byte> pixels)
    {
        for (var i = 3; i < pixels.Length; i += 4)
        {
            if (pixels[i] != 255)
                return false;
        }
        return true;
    }
}
