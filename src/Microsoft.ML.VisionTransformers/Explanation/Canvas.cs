using Microsoft.ML.Data;

namespace Microsoft.ML.VisionTransformers.Explanation;

/// <summary>A small picture in memory to draw rectangles and text on, white at first.</summary>
internal sealed class Canvas
{
    private readonly byte[] _rgba;

    public Canvas(int width, int height)
    {
        (Width, Height) = (width, height);
        _rgba = new byte[width * height * 4];
        Array.Fill(_rgba, byte.MaxValue);
    }

    public int Width { get; }

    public int Height { get; }

    public void Fill(int left, int top, int width, int height, (byte R, byte G, byte B) colour)
    {
        for (var y = Math.Max(0, top); y < Math.Min(Height, top + height); y++)
            for (var x = Math.Max(0, left); x < Math.Min(Width, left + width); x++)
            {
                var at = (y * Width + x) * 4;
                (_rgba[at], _rgba[at + 1], _rgba[at + 2]) = colour;
            }
    }

    /// <summary>Draws a line of text with its top left corner at a point; each dot of the font becomes a square of <paramref name="scale"/> pixels.</summary>
    public void Text(string text, int left, int top, int scale, (byte R, byte G, byte B) colour)
    {
        for (var i = 0; i < text.Length; i++)
            for (var row = 0; row < PixelFont.Height; row++)
                for (var column = 0; column < PixelFont.Advance - 1; column++)
                    if (PixelFont.IsSet(text[i], column, row))
                        Fill(left + (i * PixelFont.Advance + column) * scale, top + row * scale, scale, scale, colour);
    }

    /// <summary>Writes the picture; the file name's extension says the format (.png, .jpg).</summary>
    public void Save(string path)
    {
        using var image = MLImage.CreateFromPixels(Width, Height, MLPixelFormat.Rgba32, _rgba);
        image.Save(path);
    }
}
