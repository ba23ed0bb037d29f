using System.Buffers.Binary;
using System.IO.Compression;

namespace Microsoft.ML.VisionTransformers.Images;

/// <summary>
/// PNG files in memory, 8 bits of red, green and blue, since <c>MLImage</c> writes to files only. Written after the specification
/// (ISO/IEC 15948).
/// </summary>
internal static class PngWriter
{
    private const byte Up = 2;
    private static readonly uint[] s_checksums = [.. Enumerable.Range(0, 256).Select(Checksum)];

    public static byte[] Encode(RgbImage image)
    {
        using var file = new MemoryStream();
        file.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]);
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, image.Width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), image.Height);
        (header[8], header[9]) = (8, 2); // bits a sample; colour without alpha
        Write(file, "IHDR"u8, header);
        Write(file, "IDAT"u8, Compress(image));
        Write(file, "IEND"u8, []);
        return file.ToArray();
    }

    /// <summary>Each row as its differences from the one above, which suits charts and does well enough for photographs.</summary>
    private static byte[] Compress(RgbImage image)
    {
        using var bytes = new MemoryStream();
        using (var data = new ZLibStream(bytes, CompressionLevel.Optimal, leaveOpen: true))
        {
            var row = new byte[1 + image.Width * RgbImage.Channels];
            row[0] = Up;
            for (var y = 0; y < image.Height; y++)
            {
                var own = image.Row(y);
                var above = y > 0 ? image.Row(y - 1) : new byte[own.Length];
                for (var i = 0; i < own.Length; i++)
                    row[i + 1] = (byte)(own[i] - above[i]);
                data.Write(row);
            }
        }
        return bytes.ToArray();
    }

    private static void Write(Stream file, ReadOnlySpan<byte> type, ReadOnlySpan<byte> body)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, body.Length);
        file.Write(number);
        file.Write(type);
        file.Write(body);
        BinaryPrimitives.WriteUInt32BigEndian(number, ~Continue(Continue(uint.MaxValue, type), body));
        file.Write(number);
    }

    private static uint Continue(uint checksum, ReadOnlySpan<byte> bytes)
    {
        foreach (var value in bytes)
            checksum = s_checksums[(byte)(checksum ^ value)] ^ (checksum >> 8);
        return checksum;
    }

    /// <summary>The specification's CRC-32 of one byte.</summary>
    private static uint Checksum(int value)
    {
        var rest = (uint)value;
        for (var bit = 0; bit < 8; bit++)
            rest = (rest & 1) == 0 ? rest >> 1 : 0xEDB88320 ^ (rest >> 1);
        return rest;
    }
}
