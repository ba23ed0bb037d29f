using System.Buffers.Binary;

namespace Microsoft.ML.VisionTransformers.Images;

/// <summary>
/// What a file says about its picture before a pixel is decoded: format and size. Read from the first bytes only, so that a file
/// which claims to be 60,000 x 60,000 pixels is refused before anything is allocated for it.
/// </summary>
internal readonly record struct ImageHeader(string Format, int Width, int Height)
{
    public static bool TryRead(ReadOnlySpan<byte> file, out ImageHeader header)
    {
        header = default;
        if (file.Length >= 24 && IsPng(file))
            header = new("PNG", Int32BigEndian(file[16..]), Int32BigEndian(file[20..]));
        else if (file.Length >= 10 && (file.StartsWith("GIF87a"u8) || file.StartsWith("GIF89a"u8)))
            header = new("GIF", UInt16LittleEndian(file[6..]), UInt16LittleEndian(file[8..]));
        else if (file.Length >= 30 && file.StartsWith("RIFF"u8) && file[8..].StartsWith("WEBP"u8))
            return TryReadWebP(file, out header);
        else if (file.Length >= 26 && file.StartsWith("BM"u8))
            header = ReadBmp(file);
        else if (file.Length >= 4 && file[0] == 0xFF && file[1] == 0xD8)
            return TryReadJpeg(file, out header);
        return header.Format is not null;
    }

    /// <summary>Whether the picture is stored as indices of a palette, or as single bits.</summary>
    public static bool IsIndexed(ReadOnlySpan<byte> file) => PngReader.IsIndexed(file) || file.StartsWith("GIF8"u8)
        || (file.StartsWith("BM"u8) && file.Length >= 30 && UInt16LittleEndian(file[(Int32LittleEndian(file[14..]) == 12 ? 24 : 28)..]) <= 8);

    private static bool IsPng(ReadOnlySpan<byte> file) => file[0] == 0x89 && file[1..].StartsWith("PNG\r\n"u8) && file[6] == 0x1A && file[7] == '\n';

    private static ImageHeader ReadBmp(ReadOnlySpan<byte> file)
    {
        if (Int32LittleEndian(file[14..]) == 12) // the OS/2 header keeps 16-bit sizes
            return new("BMP", UInt16LittleEndian(file[18..]), UInt16LittleEndian(file[20..]));
        int height = Int32LittleEndian(file[22..]); // negative when the rows come from the top
        return new("BMP", Int32LittleEndian(file[18..]), height == int.MinValue ? int.MaxValue : Math.Abs(height));
    }

    private static bool TryReadWebP(ReadOnlySpan<byte> file, out ImageHeader header)
    {
        header = default;
        var body = file[20..];
        if (file[12..].StartsWith("VP8X"u8))
            header = new("WebP", 1 + UInt24(body[4..]), 1 + UInt24(body[7..]));
        else if (file[12..].StartsWith("VP8L"u8) && body[0] == 0x2F)
        {
            uint bits = BinaryPrimitives.ReadUInt32LittleEndian(body[1..]);
            header = new("WebP", 1 + (int)(bits & 0x3FFF), 1 + (int)(bits >> 14 & 0x3FFF));
        }
        else if (file[12..].StartsWith("VP8 "u8) && body[3] == 0x9D && body[4] == 0x01 && body[5] == 0x2A)
            header = new("WebP", UInt16LittleEndian(body[6..]) & 0x3FFF, UInt16LittleEndian(body[8..]) & 0x3FFF);
        return header.Format is not null;
    }

    private static bool TryReadJpeg(ReadOnlySpan<byte> file, out ImageHeader header)
    {
        header = default;
        foreach (var segment in new JpegSegments(file))
        {
            // A frame header is any of SOF0..SOF15 but the three that share the range: DHT, JPG, DAC.
            if (segment.Marker is < 0xC0 or > 0xCF or 0xC4 or 0xC8 or 0xCC || segment.Data.Length < 5)
                continue;
            header = new("JPEG", BinaryPrimitives.ReadUInt16BigEndian(segment.Data[3..]), BinaryPrimitives.ReadUInt16BigEndian(segment.Data[1..]));
            return true;
        }
        return false;
    }

    private static int Int32BigEndian(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadInt32BigEndian(bytes);

    private static int Int32LittleEndian(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadInt32LittleEndian(bytes);

    private static int UInt16LittleEndian(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt16LittleEndian(bytes);

    private static int UInt24(ReadOnlySpan<byte> bytes) => bytes[0] | bytes[1] << 8 | bytes[2] << 16;
}
