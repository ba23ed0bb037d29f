using Microsoft.ML.VisionTransformers.Images;

namespace Microsoft.ML.VisionTransformers.Explanation;

/// <summary>Draws images of one size side by side, each with a caption.</summary>
internal static class ContactSheet
{
    private const int Margin = 8;
    private const int SmallestSide = 112;
    private const int Columns = 8;
    private const int TextScale = 2;
    private const int CaptionHeight = (PixelFont.Height + 3) * TextScale;

    /// <param name="images">All of the same size; small ones are drawn enlarged.</param>
    /// <param name="captions">A text each; what doesn't fit the image's width is cut.</param>
    /// <param name="path">The file to write; its extension, .png or .jpg, says the format.</param>
    /// <param name="columns">Most images in a row.</param>
    public static void Save(IReadOnlyList<RgbImage> images, IReadOnlyList<string> captions, string path, int columns = Columns)
    {
        var scale = Math.Max(1, (SmallestSide + images[0].Width - 1) / images[0].Width);
        var (width, height) = (images[0].Width * scale + Margin, images[0].Height * scale + CaptionHeight + Margin);
        columns = Math.Min(images.Count, columns);
        var canvas = new Canvas(columns * width + Margin, (images.Count + columns - 1) / columns * height + Margin);
        var letters = ((width - Margin) / TextScale + 1) / PixelFont.Advance;
        for (var i = 0; i < images.Count; i++)
        {
            var (left, top) = (Margin + i % columns * width, Margin + i / columns * height);
            canvas.Image(images[i], left, top, scale);
            canvas.Text(captions[i][..Math.Min(letters, captions[i].Length)], left, top + images[0].Height * scale + TextScale * 2, TextScale, (0, 0, 0));
        }
        canvas.Save(path);
    }
}
