using Microsoft.ML.VisionTransformers.Images;

namespace Microsoft.ML.VisionTransformers.Tests.Images;

/// <summary>Files made on the spot.</summary>
internal static class TestImages
{
    /// <summary>An uncompressed BMP: the simplest format that every decoder reads.</summary>
    public static byte[] Bmp(RgbImage image)
    {
        int pitch = (image.Width * 3 + 3) / 4 * 4;
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write("BM"u8);
        writer.Write(54 + pitch * image.Height);
        writer.Write(0);
        writer.Write(54);
        writer.Write(40);
        writer.Write(image.Width);
        writer.Write(image.Height);
        writer.Write((short)1);
        writer.Write((short)24);
        writer.Write(new byte[24]);
        for (int y = image.Height - 1; y >= 0; y--)
        {
            var row = new byte[pitch];
            for (int x = 0; x < image.Width; x++)
                for (int c = 0; c < 3; c++)
                    row[x * 3 + c] = image.Row(y)[x * 3 + 2 - c];
            writer.Write(row);
        }
        return stream.ToArray();
    }

    /// <summary>An EXIF block that holds an orientation and nothing else.</summary>
    public static byte[] Exif(int orientation, bool little) => little
        ? [(byte)'I', (byte)'I', 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 0x01, 3, 0, 1, 0, 0, 0, (byte)orientation, 0, 0, 0, 0, 0, 0, 0]
        : [(byte)'M', (byte)'M', 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte)orientation, 0, 0, 0, 0, 0, 0];

    /// <summary>The same JPEG with an EXIF orientation behind its first marker.</summary>
    public static byte[] WithOrientation(byte[] jpeg, int orientation, bool little)
    {
        byte[] exif = Exif(orientation, little);
        int length = exif.Length + 8;
        return [0xFF, 0xD8, 0xFF, 0xE1, (byte)(length >> 8), (byte)length, .. "Exif\0\0"u8, .. exif, .. jpeg[2..]];
    }
}
