using Microsoft.ML.VisionTransformers.Images;

namespace Microsoft.ML.VisionTransformers.Explanation;

/// <summary>A small picture in memory to draw rectangles, lines and text on, white at first.</summary>
internal sealed class Canvas
{
    public Canvas(int width, int height)
    {
        Picture = new RgbImage(width, height);
        Array.Fill(Picture.Pixels, byte.MaxValue);
    }

    /// <summary>What was drawn.</summary>
    public RgbImage Picture { get; }

    public int Width => Picture.Width;

    public int Height => Picture.Height;

    public void Fill(int left, int top, int width, int height, (byte R, byte G, byte B) colour)
    {
        for (var y = Math.Max(0, top); y < Math.Min(Height, top + height); y++)
            for (var x = Math.Max(0, left); x < Math.Min(Width, left + width); x++)
            {
                var at = (y * Width + x) * RgbImage.Channels;
                (Picture.Pixels[at], Picture.Pixels[at + 1], Picture.Pixels[at + 2]) = colour;
            }
    }

    /// <summary>Draws a straight line of square dots.</summary>
    public void Line((int X, int Y) from, (int X, int Y) to, int thickness, (byte R, byte G, byte B) colour)
    {
        var steps = Math.Max(1, Math.Max(Math.Abs(to.X - from.X), Math.Abs(to.Y - from.Y)));
        for (var i = 0; i <= steps; i++)
            Fill(from.X + (to.X - from.X) * i / steps, from.Y + (to.Y - from.Y) * i / steps, thickness, thickness, colour);
    }

    /// <summary>Draws a picture, each of its pixels as a square of <paramref name="scale"/>.</summary>
    public void Image(RgbImage image, int left, int top, int scale)
    {
        for (var y = 0; y < image.Height; y++)
            for (var x = 0; x < image.Width; x++)
            {
                var at = (y * image.Width + x) * RgbImage.Channels;
                Fill(left + x * scale, top + y * scale, scale, scale, (image.Pixels[at], image.Pixels[at + 1], image.Pixels[at + 2]));
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
    public void Save(string path) => ImageEncoder.Save(Picture, path);
}
