using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Microsoft.ML.VisionTransformers.Tests.Drawing;

/// <summary>Writes PNG in the kinds that cameras, scanners and drawing programs do.</summary>
public static class PngFile
{
    private const byte GreyType = 0, RgbType = 2, PaletteType = 3, RgbaType = 6;

    public static byte[] Rgb(Picture p) => Encode(p, RgbType, 8, (i, row) => row.AddRange(p.Rgb.AsSpan(i * 3, 3)));

    public static byte[] Rgb16(Picture p) => Encode(p, RgbType, 16, (i, row) =>
    {
        foreach (var value in p.Rgb.AsSpan(i * 3, 3))
            row.AddRange([value, value]);
    });

    /// <summary>Opaque throughout, so that the picture is the same.</summary>
    public static byte[] Rgba(Picture p) => Encode(p, RgbaType, 8, (i, row) =>
    {
        row.AddRange(p.Rgb.AsSpan(i * 3, 3));
        row.Add(255);
    });

    /// <summary>The red values as grey.</summary>
    public static byte[] Grey(Picture p) => Encode(p, GreyType, 8, (i, row) => row.Add(p.Rgb[i * 3]));

    public static byte[] Palette(Picture p)
    {
        var colours = Enumerable.Range(0, p.Width * p.Height).Select(Colour).Distinct().ToList();
        var palette = colours.SelectMany(c => new[] { c.R, c.G, c.B }).ToArray();
        return Encode(p, PaletteType, 8, (i, row) => row.Add((byte)colours.IndexOf(Colour(i))), palette);

        (byte R, byte G, byte B) Colour(int i) => (p.Rgb[i * 3], p.Rgb[i * 3 + 1], p.Rgb[i * 3 + 2]);
    }

    /// <summary>A header that promises an image of any size, and nothing behind it but an end.</summary>
    public static byte[] HeaderOnly(int width, int height)
    {
        var file = new MemoryStream();
        file.Write(s_signature);
        WriteChunk(file, "IHDR", Header(width, height, 8, RgbType));
        WriteChunk(file, "IDAT", Deflate([0]));
        WriteChunk(file, "IEND", []);
        return file.ToArray();
    }

    private static readonly byte[] s_signature = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    private static byte[] Encode(Picture p, byte type, byte depth, Action<int, List<byte>> pixel, byte[]? palette = null)
    {
        var rows = new List<byte>();
        for (var y = 0; y < p.Height; y++)
        {
            rows.Add(0);
            for (var x = 0; x < p.Width; x++)
                pixel(y * p.Width + x, rows);
        }
        var file = new MemoryStream();
        file.Write(s_signature);
        WriteChunk(file, "IHDR", Header(p.Width, p.Height, depth, type));
        if (palette is not null)
            WriteChunk(file, "PLTE", palette);
        WriteChunk(file, "IDAT", Deflate([.. rows]));
        WriteChunk(file, "IEND", []);
        return file.ToArray();
    }

    private static byte[] Header(int width, int height, byte depth, byte type)
    {
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = (depth, type);
        return header;
    }

    private static byte[] Deflate(byte[] bytes)
    {
        var deflated = new MemoryStream();
        using (var zlib = new ZLibStream(deflated, CompressionLevel.Fastest, leaveOpen: true))
            zlib.Write(bytes);
        return deflated.ToArray();
    }

    private static void WriteChunk(Stream file, string name, byte[] content)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, content.Length);
        file.Write(number);
        byte[] body = [.. Encoding.ASCII.GetBytes(name), .. content];
        file.Write(body);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc32(body));
        file.Write(number);
    }

    private static uint Crc32(byte[] bytes)
    {
        var crc = 0xFFFFFFFFu;
        foreach (var b in bytes)
        {
            crc ^= b;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc & 1) != 0 ? 0xEDB88320u ^ (crc >> 1) : crc >> 1;
        }
        return ~crc;
    }
}
