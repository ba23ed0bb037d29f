namespace Microsoft.ML.VisionTransformers.Tests.Drawing;

/// <summary>An RGB picture drawn in code, so that tests need no files from elsewhere.</summary>
public sealed class Picture(int width, int height)
{
    public int Width => width;

    public int Height => height;

    /// <summary>HWC.</summary>
    public byte[] Rgb { get; } = new byte[width * height * 3];

    /// <summary>Paints the pixels that <paramref name="inside"/> picks.</summary>
    public Picture Paint((byte R, byte G, byte B) colour, Func<int, int, bool> inside)
    {
        for (var y = 0; y < height; y++)
            for (var x = 0; x < width; x++)
                if (inside(x, y))
                    (Rgb[(y * width + x) * 3], Rgb[(y * width + x) * 3 + 1], Rgb[(y * width + x) * 3 + 2]) = colour;
        return this;
    }

    /// <summary>Every pixel's values become the same, their mean.</summary>
    public Picture Grey()
    {
        for (var i = 0; i < Rgb.Length; i += 3)
            Rgb[i] = Rgb[i + 1] = Rgb[i + 2] = (byte)((Rgb[i] + Rgb[i + 1] + Rgb[i + 2]) / 3);
        return this;
    }

    /// <summary>Turned by a quarter, clockwise.</summary>
    public Picture Clockwise()
    {
        var turned = new Picture(height, width);
        for (var y = 0; y < height; y++)
            for (var x = 0; x < width; x++)
                Rgb.AsSpan((y * width + x) * 3, 3).CopyTo(turned.Rgb.AsSpan((x * height + height - 1 - y) * 3));
        return turned;
    }

    /// <summary>BGRA, as MLImage takes.</summary>
    public byte[] Bgra()
    {
        var pixels = new byte[width * height * 4];
        for (var i = 0; i < width * height; i++)
            (pixels[i * 4], pixels[i * 4 + 1], pixels[i * 4 + 2], pixels[i * 4 + 3]) = (Rgb[i * 3 + 2], Rgb[i * 3 + 1], Rgb[i * 3], 255);
        return pixels;
    }
}
