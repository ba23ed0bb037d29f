using System.Buffers;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Microsoft.ML.Data.Codecs;

namespace Microsoft.ML.Data;

/// <summary>
/// An image in memory: four bytes a pixel, rows from the top, colours premultiplied with alpha. Orientation tags of files are not applied.
/// </summary>
public sealed class MLImage : IDisposable
{
    private const string NotAnImage = "Invalid input stream contents";
    private const string NotAFile = "Invalid path";

    /// <summary>No larger file is read: 1 GiB.</summary>
    private const int MaxFile = 1 << 30;

    private const int SaveQuality = 100;

    private readonly int _width;
    private readonly int _height;
    private readonly MLPixelFormat _format;
    private byte[] _pixels;
    private string _tag;

    private MLImage(PixelBuffer buffer, MLPixelFormat format)
    {
        (_pixels, _width, _height, _format) = (buffer.Bytes, buffer.Width, buffer.Height, format);
    }

    /// <summary>Decodes a JPEG, PNG, WebP, GIF or BMP file that begins at the stream's position.</summary>
    public static MLImage CreateFromStream(Stream imageStream)
    {
        ArgumentNullException.ThrowIfNull(imageStream);
        if (imageStream is MemoryStream memory && memory.TryGetBuffer(out var buffer))
        {
            var rest = buffer.AsSpan(checked((int)Math.Min(memory.Position, buffer.Count)));
            memory.Seek(0, SeekOrigin.End);
            return Decode(rest, NotAnImage, nameof(imageStream));
        }
        return DecodeAll(imageStream, NotAnImage, nameof(imageStream));
    }

    /// <summary>Decodes a JPEG, PNG, WebP, GIF or BMP file.</summary>
    public static MLImage CreateFromFile(string imagePath)
    {
        ArgumentNullException.ThrowIfNull(imagePath);
        FileStream file;
        try
        {
            file = new FileStream(imagePath, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new ArgumentException(NotAFile, nameof(imagePath), e);
        }
        using (file)
            return DecodeAll(file, NotAFile, nameof(imagePath));
    }

    /// <summary>Copies pixels of four bytes each.</summary>
    public static MLImage CreateFromPixels(int width, int height, MLPixelFormat pixelFormat, ReadOnlySpan<byte> imagePixelData)
    {
        if (pixelFormat != MLPixelFormat.Bgra32 && pixelFormat != MLPixelFormat.Rgba32)
            throw new ArgumentException("Unsupported pixel format", nameof(pixelFormat));
        if (width <= 0)
            throw new ArgumentException("Invalid width value.", nameof(width));
        if (height <= 0)
            throw new ArgumentException("Invalid height value.", nameof(height));
        if (imagePixelData.Length != (long)width * height * 4)
            throw new ArgumentException("Invalid imagePixelData buffer size.");
        var buffer = new PixelBuffer(width, height);
        imagePixelData.CopyTo(buffer.Span);
        return new MLImage(buffer, pixelFormat);
    }

    /// <summary>The order of the bytes of a pixel.</summary>
    public MLPixelFormat PixelFormat
    {
        get
        {
            _ = Alive;
            return _format;
        }
    }

    /// <summary>The memory of the image, valid until it is disposed.</summary>
    public ReadOnlySpan<byte> Pixels => Alive.AsSpan(0, _width * _height * 4);

    /// <summary>Blue, green and red of each pixel, in a new array.</summary>
    public byte[] GetBGRPixels
    {
        get
        {
            var source = Pixels;
            var bgr = GC.AllocateUninitializedArray<byte>(_width * _height * 3);
            WithoutAlpha(source, bgr, swap: _format == MLPixelFormat.Rgba32);
            return bgr;
        }
    }

    /// <summary>Whatever the owner likes to remember; the image steps keep a file's path here.</summary>
    public string Tag
    {
        get
        {
            _ = Alive;
            return _tag;
        }
        set
        {
            _ = Alive;
            _tag = value;
        }
    }

    /// <summary>Pixels in a row.</summary>
    public int Width
    {
        get
        {
            _ = Alive;
            return _width;
        }
    }

    /// <summary>Rows.</summary>
    public int Height
    {
        get
        {
            _ = Alive;
            return _height;
        }
    }

    /// <summary>32.</summary>
    public int BitsPerPixel
    {
        get
        {
            _ = Alive;
            return 32;
        }
    }

    private byte[] Alive => _pixels ?? throw new InvalidOperationException("Object is disposed.");

    /// <summary>Writes a file whose format is that of the extension: .jpg, .jpeg, .png or .webp.</summary>
    public void Save(string imagePath)
    {
        _ = Alive;
        var extension = Path.GetExtension(imagePath);
        if (!IsKnown(extension))
            throw new ArgumentException("Path has invalid image file extension.", nameof(imagePath));
        var encoded = Encode(extension.ToLowerInvariant())
            ?? throw new ArgumentException($"Saving image with the format '{extension}' is not supported. Try save it with `Jpeg`, `Png`, or `Webp` format.", nameof(imagePath));
        File.WriteAllBytes(imagePath, encoded);
    }

    /// <summary>Gives the memory back. Doing so again does nothing.</summary>
    public void Dispose()
    {
        var pixels = Interlocked.Exchange(ref _pixels, null);
        if (pixels != null)
            ArrayPool<byte>.Shared.Return(pixels);
    }

    /// <summary>As <see cref="CreateFromStream"/> of the file, whose exceptions come through: a missing one is a <see cref="FileNotFoundException"/>.</summary>
    internal static MLImage Load(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        return DecodeAll(file, NotAnImage, "imageStream");
    }

    /// <summary>Takes over a buffer that the caller filled.</summary>
    internal static MLImage Own(PixelBuffer buffer, MLPixelFormat format) => new(buffer, format);

    private static bool IsKnown(string extension) => extension.ToLowerInvariant() is
        ".bmp" or ".png" or ".jpg" or ".jpeg" or ".gif" or ".ico" or ".astc" or ".avif" or ".dng" or ".heif" or ".ktx" or ".pkm" or ".wbmp" or ".webp";

    private byte[] Encode(string extension)
    {
        var bgra = ToBgra();
        switch (extension)
        {
            case ".jpg" or ".jpeg":
                return JpegCodec.Encode(bgra, _width, _height, SaveQuality);
            case ".png":
                if (Premultiplication.IsOpaque(bgra))
                    return PngCodec.Encode(GetBGRPixels, _width, _height, opaque: true);
                Premultiplication.Undo(bgra);
                return PngCodec.Encode(bgra, _width, _height, opaque: false);
            case ".webp":
                Premultiplication.Undo(bgra);
                return WebPCodec.Encode(bgra, _width, _height);
            default:
                return null;
        }
    }

    private byte[] ToBgra()
    {
        var bgra = Pixels.ToArray();
        if (_format == MLPixelFormat.Rgba32)
        {
            for (var i = 0; i < bgra.Length; i += 4)
                (bgra[i], bgra[i + 2]) = (bgra[i + 2], bgra[i]);
        }
        return bgra;
    }

    private static MLImage Decode(ReadOnlySpan<byte> file, string message, string parameter)
    {
        try
        {
            return new MLImage(ImageCodec.Decode(file), MLPixelFormat.Bgra32);
        }
        catch (InvalidDataException e)
        {
            throw new ArgumentException(message, parameter, e);
        }
    }

    private static MLImage DecodeAll(Stream stream, string message, string parameter)
    {
        var expected = stream.CanSeek ? stream.Length - stream.Position : 0;
        if (expected >= MaxFile)
            throw new ArgumentException(message, parameter);
        // One byte more than there are tells the end without growing.
        var bytes = ArrayPool<byte>.Shared.Rent((int)Math.Max(expected + 1, 65536));
        try
        {
            var length = 0;
            while (stream.Read(bytes, length, bytes.Length - length) is > 0 and var read)
            {
                length += read;
                if (length >= MaxFile)
                    throw new ArgumentException(message, parameter);
                if (length < bytes.Length)
                    continue;
                var larger = ArrayPool<byte>.Shared.Rent(bytes.Length * 2);
                bytes.AsSpan(0, length).CopyTo(larger);
                ArrayPool<byte>.Shared.Return(bytes);
                bytes = larger;
            }
            return Decode(bytes.AsSpan(0, length), message, parameter);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    private static void WithoutAlpha(ReadOnlySpan<byte> pixels, Span<byte> colors, bool swap)
    {
        var order = swap
            ? Vector128.Create((byte)2, 1, 0, 6, 5, 4, 10, 9, 8, 14, 13, 12, 0, 0, 0, 0)
            : Vector128.Create((byte)0, 1, 2, 4, 5, 6, 8, 9, 10, 12, 13, 14, 0, 0, 0, 0);
        ref var source = ref MemoryMarshal.GetReference(pixels);
        ref var target = ref MemoryMarshal.GetReference(colors);
        var count = pixels.Length / 4;
        var done = 0;
        for (; 3 * done + 16 <= colors.Length; done += 4) // four pixels in, twelve bytes out and four to be overwritten
            Vector128.Shuffle(Vector128.LoadUnsafe(ref source, (nuint)(4 * done)), order).StoreUnsafe(ref target, (nuint)(3 * done));
        for (; done < count; done++)
        {
            for (var c = 0; c < 3; c++)
                colors[3 * done + c] = pixels[4 * done + (swap ? 2 - c : c)];
        }
    }
}
