using Microsoft.ML.Data;

namespace Microsoft.ML.VisionTransformers.Images;

/// <summary>Pictures to files.</summary>
internal static class ImageEncoder
{
    /// <summary>Writes a file; its name's extension says the format (.png, .jpg).</summary>
    public static void Save(RgbImage picture, string path)
    {
        var rgba = new byte[checked(picture.Width * picture.Height * 4)];
        for (int from = 0, to = 0; to < rgba.Length; from += RgbImage.Channels, to += 4)
            (rgba[to], rgba[to + 1], rgba[to + 2], rgba[to + 3]) = (picture.Pixels[from], picture.Pixels[from + 1], picture.Pixels[from + 2], byte.MaxValue);
        using var image = MLImage.CreateFromPixels(picture.Width, picture.Height, MLPixelFormat.Rgba32, rgba);
        image.Save(path);
    }
}
