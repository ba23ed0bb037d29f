using System.Buffers.Binary;

namespace Microsoft.ML.VisionTransformers.Images;

/// <summary>
/// The way a camera was held, as EXIF tells it: 1 upright, 2 mirrored, 3 upside down, 4 flipped, 5 transposed, 6 to be turned
/// right, 7 transverse, 8 to be turned left. Phones write it instead of turning the pixels.
/// </summary>
internal static class ExifOrientation
{
    private const ushort OrientationTag = 0x0112;

    /// <summary>The orientation of a JPEG (APP1), PNG (eXIf) or WebP (EXIF chunk) file; 1 when it says nothing usable.</summary>
    public static int Read(ReadOnlySpan<byte> file)
    {
        if (file.Length >= 4 && file[0] == 0xFF && file[1] == 0xD8)
        {
            foreach (var segment in new JpegSegments(file))
                if (segment.Marker == 0xE1 && segment.Data.StartsWith("Exif\0\0"u8))
                    return ReadTiff(segment.Data[6..]);
            return 1;
        }
        if (file.Length >= 8 && file[1..].StartsWith("PNG"u8))
            return ReadPng(file[8..]);
        return file.Length >= 12 && file.StartsWith("RIFF"u8) && file[8..].StartsWith("WEBP"u8) ? ReadWebP(file[12..]) : 1;
    }

    /// <summary>The image turned upright.</summary>
    public static RgbImage Apply(RgbImage image, int orientation)
    {
        if (orientation is < 2 or > 8)
            return image;
        bool swapped = orientation >= 5;
        int width = image.Width, height = image.Height;
        var upright = new RgbImage(swapped ? height : width, swapped ? width : height)
        {
            Indexed = image.Indexed,
            HasColourKey = image.HasColourKey,
            Shrunk = image.Shrunk,
            FullSize = swapped ? (image.FullSize.Height, image.FullSize.Width) : image.FullSize,
            Alpha = image.Alpha is null ? null : new byte[width * height],
        };
        // Where upright pixel (x, y) comes from: start + x * right + y * down, in source pixels.
        var (start, right, down) = orientation switch
        {
            2 => (width - 1, -1, width),
            3 => (width * height - 1, -1, -width),
            4 => ((height - 1) * width, 1, -width),
            5 => (0, width, 1),
            6 => ((height - 1) * width, -width, 1),
            7 => (width * height - 1, -width, -1),
            _ => (width - 1, width, -1),
        };
        byte[] source = image.Pixels, target = upright.Pixels;
        for (int y = 0, to = 0; y < upright.Height; y++)
        {
            for (int x = 0, from = (start + y * down) * 3; x < upright.Width; x++, from += right * 3, to += 3)
            {
                target[to] = source[from];
                target[to + 1] = source[from + 1];
                target[to + 2] = source[from + 2];
                if (upright.Alpha is { } alpha)
                    alpha[to / 3] = image.Alpha![from / 3];
            }
        }
        return upright;
    }

    private static int ReadPng(ReadOnlySpan<byte> chunks)
    {
        while (chunks.Length >= 12)
        {
            uint length = BinaryPrimitives.ReadUInt32BigEndian(chunks);
            if (length > chunks.Length - 12)
                return 1;
            if (chunks[4..].StartsWith("eXIf"u8))
                return ReadTiff(chunks.Slice(8, (int)length));
            chunks = chunks[((int)length + 12)..];
        }
        return 1;
    }

    private static int ReadWebP(ReadOnlySpan<byte> chunks)
    {
        while (chunks.Length >= 8)
        {
            uint length = BinaryPrimitives.ReadUInt32LittleEndian(chunks[4..]);
            if (length > chunks.Length - 8)
                return 1;
            if (chunks.StartsWith("EXIF"u8))
            {
                var data = chunks.Slice(8, (int)length);
                return ReadTiff(data.StartsWith("Exif\0\0"u8) ? data[6..] : data);
            }
            chunks = chunks[Math.Min(chunks.Length, 8 + (int)length + ((int)length & 1))..];
        }
        return 1;
    }

    /// <summary>EXIF is a TIFF directory: byte order, offset of the first directory, entries of 12 bytes.</summary>
    private static int ReadTiff(ReadOnlySpan<byte> tiff)
    {
        if (tiff.Length < 8 || tiff[0] != tiff[1] || tiff[0] is not ((byte)'I' or (byte)'M'))
            return 1;
        bool little = tiff[0] == 'I';
        uint directory = little ? BinaryPrimitives.ReadUInt32LittleEndian(tiff[4..]) : BinaryPrimitives.ReadUInt32BigEndian(tiff[4..]);
        if (directory > tiff.Length - 2)
            return 1;
        int entries = UInt16(tiff[(int)directory..], little);
        for (int i = 0; i < entries; i++)
        {
            int at = (int)directory + 2 + i * 12;
            if (at + 12 > tiff.Length)
                return 1;
            if (UInt16(tiff[at..], little) != OrientationTag)
                continue;
            int value = UInt16(tiff[(at + 8)..], little);
            return value is >= 1 and <= 8 ? value : 1;
        }
        return 1;
    }

    private static ushort UInt16(ReadOnlySpan<byte> bytes, bool little) =>
        little ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes);
}
