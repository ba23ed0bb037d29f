using System.Buffers.Binary;
using System.IO.Compression;

namespace Foundation.Tests.ML.ImageAnalytics;

/// <summary>Writes PNG files of any kind, chunk by chunk, so that also odd and broken ones can be made.</summary>
internal sealed class PngFile
{
    public const int Grey = 0, Rgb = 2, Palette = 3, GreyAlpha = 4, Rgba = 6;

    private readonly MemoryStream _file = new();

    private PngFile() => _file.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10]);

    /// <summary>Rows of samples as the file holds them, without filter bytes.</summary>
    public static byte[] Make(uint width, uint height, int bits, int kind, byte[][] rows, params (string Type, byte[] Data)[] before)
    {
        var png = new PngFile();
        var header = new byte[13];
        BinaryPrimitives.WriteUInt32BigEndian(header, width);
        BinaryPrimitives.WriteUInt32BigEndian(header.AsSpan(4), height);
        header[8] = (byte)bits;
        header[9] = (byte)kind;
        png.Chunk("IHDR", header);
        foreach (var (type, data) in before)
            png.Chunk(type, data);
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            foreach (var row in rows)
            {
                zlib.WriteByte(0);
                zlib.Write(row);
            }
        }
        png.Chunk("IDAT", packed.ToArray());
        png.Chunk("IEND", []);
        return png._file.ToArray();
    }

    private void Chunk(string type, byte[] data)
    {
        var chunk = new byte[12 + data.Length];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        for (var i = 0; i < 4; i++)
            chunk[4 + i] = (byte)type[i];
        data.CopyTo(chunk, 8);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(8 + data.Length), Crc(chunk.AsSpan(4, 4 + data.Length)));
        _file.Write(chunk);
    }

    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var b in bytes)
        {
            crc ^= b;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc >> 1) ^ ((crc & 1) * 0xEDB88320);
        }
        return ~crc;
    }
}
