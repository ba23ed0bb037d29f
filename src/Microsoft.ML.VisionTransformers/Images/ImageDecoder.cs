using Microsoft.ML.Data;

namespace Microsoft.ML.VisionTransformers.Images;

/// <summary>
/// Files, bytes and ML.NET's images to upright RGB. Grey, palette, 16-bit and CMYK pictures become RGB with the colours that lie below
/// transparency, as in Pillow's <c>convert("RGB")</c>; EXIF orientations are applied.
/// </summary>
internal static class ImageDecoder
{
    /// <summary>The largest picture that is decoded: 178,956,970 pixels (2^32 / 24), about 13,377 x 13,377; where Pillow suspects a decompression bomb.</summary>
    public const long MaxPixels = 178_956_970;

    /// <param name="path">The file.</param>
    /// <param name="settings">What it is decoded for, where that may be done at a fraction of its size; null: in full.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="ImageFormatException">It is not an image that can be used.</exception>
    public static RgbImage Decode(string path, ImagePreprocessing? settings = null)
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
        return Decode(file, path, settings);
    }

    /// <param name="file">The encoded image: JPEG, PNG, WebP, BMP or GIF.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="settings">What it is decoded for, where that may be done at a fraction of its size; null: in full.</param>
    /// <exception cref="ImageFormatException">It is not an image that can be used.</exception>
    public static RgbImage Decode(byte[] file, string? name = null, ImagePreprocessing? settings = null)
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
        if (!ImageEnd.IsThere(file, header.Format))
            throw new ImageFormatException(name, $"its {header.Format} data is damaged or cut off (its end is missing)");
        try
        {
            var orientation = ExifOrientation.Read(file);
            if (settings is { ScaledDecoding: true } && header.Format == "JPEG" && ScaledJpeg.TryDecode(file, header, orientation, settings) is { } smaller)
                return ExifOrientation.Apply(smaller, orientation);
            return ExifOrientation.Apply(header.Format == "PNG" && PngReader.IsFor(file) ? PngReader.Read(file) : DecodeFully(file), orientation);
        }
        catch (Exception e) when (e is InvalidDataException or ArgumentException or InvalidOperationException or FormatException
            or IOException or NotSupportedException)
        {
            throw new ImageFormatException(name, $"its {header.Format} data is damaged or cut off ({e.Message})", e);
        }
    }

    /// <summary>A copy of an ML.NET image's colours. Whatever it was loaded with has applied, or lost, its orientation already.</summary>
    public static RgbImage Decode(MLImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        return Copy(image, indexed: false);
    }

    private static RgbImage DecodeFully(byte[] file)
    {
        using var stream = new MemoryStream(file, 0, file.Length, writable: false, publiclyVisible: true);
        using var image = MLImage.CreateFromStream(stream);
        return Copy(image, ImageHeader.IsIndexed(file));
    }

    private static RgbImage Copy(MLImage image, bool indexed)
    {
        var result = new RgbImage(image.Width, image.Height) { Indexed = indexed, Alpha = PackedPixels.Alpha(image.Pixels) };
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
