using System.IO.Compression;

namespace Microsoft.ML.VisionTransformers.Images;

/// <summary>
/// PNG files whose colours ML.NET's images would not keep: those with transparency, which they are multiplied with there, and those with a
/// palette. Pictures of 16 bits keep the upper 8, as with Pillow. Written after the specification (ISO/IEC 15948).
/// </summary>
internal static class PngReader
{
    private const byte Palette = 3;

    // Adam7: where each pass begins and how far it steps.
    private static readonly (int X, int Y, int StepX, int StepY)[] s_adam7 =
        [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)];

    /// <summary>Whether the file has a palette or transparency.</summary>
    public static bool IsFor(ReadOnlySpan<byte> file)
        => file.Length > 33 && file[1..].StartsWith("PNG"u8) && (file[25] is Palette or 4 or 6 || !Chunk(file, "tRNS"u8).IsEmpty);

    /// <summary>Whether the picture is made of indices or of single bits, which Pillow never blends.</summary>
    public static bool IsIndexed(ReadOnlySpan<byte> file)
        => file.Length > 26 && file[1..].StartsWith("PNG"u8) && (file[25] == Palette || (file[25] == 0 && file[24] == 1));

    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public static RgbImage Read(ReadOnlySpan<byte> file)
    {
        var format = PngFormat.Read(file.Slice(16, 13));
        ReadOnlySpan<byte> palette = Chunk(file, "PLTE"u8), transparency = format.HasAlpha ? default : Chunk(file, "tRNS"u8);
        if (format.ColourType == Palette && (palette.IsEmpty || palette.Length % 3 != 0))
            throw new InvalidDataException("its palette is missing");
        var (width, height) = (format.Width, format.Height);
        var pixels = new byte[checked(width * height * RgbImage.Channels)];
        var alpha = format.HasAlpha || !transparency.IsEmpty ? new byte[width * height] : null;
        using var data = new ZLibStream(new MemoryStream(Compressed(file)), CompressionMode.Decompress);
        foreach (var (x, y, stepX, stepY) in format.Interlaced ? s_adam7 : [(0, 0, 1, 1)])
        {
            var (columns, rows) = ((width - x + stepX - 1) / stepX, (height - y + stepY - 1) / stepY);
            if (columns <= 0 || rows <= 0)
                continue;
            var (previous, row) = (new byte[format.RowBytes(columns)], new byte[format.RowBytes(columns)]);
            for (var r = 0; r < rows; r++)
            {
                var filter = data.ReadByte();
                if (filter < 0 || data.ReadAtLeast(row, row.Length, throwOnEndOfStream: false) < row.Length)
                    throw new InvalidDataException("its pixels end too early");
                PngFilter.Undo(filter, row, previous, format.BytesPerPixel);
                for (var c = 0; c < columns; c++)
                {
                    var at = (y + r * stepY) * width + x + c * stepX;
                    format.Unpack(row, c, palette, pixels.AsSpan(at * RgbImage.Channels, RgbImage.Channels));
                    if (alpha is not null)
                        alpha[at] = format.Alpha(row, c, transparency);
                }
                (previous, row) = (row, previous);
            }
        }
        return new RgbImage(width, height, pixels)
        {
            Alpha = alpha is null || alpha.AsSpan().IndexOfAnyExcept(byte.MaxValue) < 0 ? null : alpha,
            Indexed = format.ColourType == Palette,
            HasColourKey = !transparency.IsEmpty && format.ColourType != Palette,
        };
    }

    /// <summary>The first chunk of a name before the pixels; empty when there is none.</summary>
    private static ReadOnlySpan<byte> Chunk(ReadOnlySpan<byte> file, ReadOnlySpan<byte> name)
    {
        foreach (var chunk in new PngChunks(file))
        {
            if (chunk.Is(name))
                return chunk.Body;
            if (chunk.Is("IDAT"u8))
                break;
        }
        return default;
    }

    /// <summary>The bodies of all IDAT chunks, one after the other.</summary>
    private static byte[] Compressed(ReadOnlySpan<byte> file)
    {
        using var data = new MemoryStream(file.Length);
        foreach (var chunk in new PngChunks(file))
        {
            if (chunk.Is("IDAT"u8))
                data.Write(chunk.Body);
        }
        return data.ToArray();
    }
}
