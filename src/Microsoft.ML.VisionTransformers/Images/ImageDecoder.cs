using Microsoft.ML.Data;

namespace Microsoft.ML.VisionTransformers.Images;

/// <summary>
/// Files, bytes and ML.NET's images to upright RGB. Grey, palette, 16-bit and CMYK pictures become RGB; transparency is dropped
/// and the colours below it stay, as in Pillow's <c>convert("RGB")</c>; EXIF orientations are applied.
/// </summary>
internal static class ImageDecoder
{
    /// <summary>The largest picture that is decoded: 178,956,970 pixels (2^32 / 24), about 13,377 x 13,377; where Pillow suspects a decompression bomb.</summary>
    public const long MaxPixels = 178_956_970;

    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="ImageFormatException">It is not an image that can be used.</exception>
    public static RgbImage Decode(string path)
    {
        if (string.IsNullOrEmpty(path))
            throw new ImageFormatException("", "the path is empty.");
        byte[] file;
        try
        {
            file = File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new FileNotFoundException($"The image '{path}' does not exist.", path, e);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            throw new ImageFormatException(path, Directory.Exists(path) ? "it is a folder." : $"it cannot be read ({e.Message})", e);
        }
        return Decode(file, path);
    }

    /// <param name="file">The encoded image: JPEG, PNG, WebP, BMP or GIF.</param>
    /// <param name="name">What messages call it.</param>
    /// <exception cref="ImageFormatException">It is not an image that can be used.</exception>
    public static RgbImage Decode(byte[] file, string? name = null)
    {
        name ??= $"{file.Length} bytes";
        if (file.Length == 0)
            throw new ImageFormatException(name, "it is empty (0 bytes).");
        if (!ImageHeader.TryRead(file, out var header))
            throw new ImageFormatException(name, "it is not a JPEG, PNG, WebP, BMP or GIF image, or it ends before its size is given.");
        if (header.Width <= 0 || header.Height <= 0)
            throw new ImageFormatException(name, $"its {header.Format} header gives a size of {header.Width} x {header.Height} pixels.");
        if ((long)header.Width * header.Height > MaxPixels)
            throw new ImageFormatException(name, $"its {header.Format} header gives a size of {header.Width} x {header.Height} pixels, more than the {MaxPixels:N0} that are accepted.");
        try
        {
            using var stream = new MemoryStream(file, 0, file.Length, writable: false, publiclyVisible: true);
            using var image = MLImage.CreateFromStream(stream);
            return ExifOrientation.Apply(Decode(image), ExifOrientation.Read(file));
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or FormatException or IOException or NotSupportedException)
        {
            throw new ImageFormatException(name, $"its {header.Format} data is damaged or cut off ({e.Message})", e);
        }
    }

    /// <summary>A copy of an ML.NET image's colours. Whatever it was loaded with has applied, or lost, its orientation already.</summary>
    public static RgbImage Decode(MLImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        var result = new RgbImage(image.Width, image.Height);
        bool blueFirst = image.PixelFormat switch
        {
            MLPixelFormat.Bgra32 => true,
            MLPixelFormat.Rgba32 => false,
            _ => throw new NotSupportedException($"Images of pixel format {image.PixelFormat} are not supported: Bgra32 and Rgba32 are."),
        };
        PackedPixels.ToRgb(image.Pixels, blueFirst, result.Pixels);
        PackedPixels.RestoreColours(image.Pixels, result.Pixels);
        return result;
    }
}
