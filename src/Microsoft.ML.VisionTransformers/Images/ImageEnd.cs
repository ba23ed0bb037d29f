using System.Buffers.Binary;

namespace Microsoft.ML.VisionTransformers.Images;

/// <summary>
/// Whether a file goes on to its end. Decoders differ in what they make of one that was cut off, a download that broke for instance: some refuse it,
/// others leave the rest of the picture blank.
/// </summary>
internal static class ImageEnd
{
    /// <param name="file">The encoded image.</param>
    /// <param name="format">As <see cref="ImageHeader"/> calls it. Of films (GIF, WebP) only the first frame counts, and that is the decoder's to judge.</param>
    public static bool IsThere(ReadOnlySpan<byte> file, string format) => format switch
    {
        "JPEG" => HasEndOfImage(file),
        "PNG" => HasAllPixels(file),
        "WebP" => IsFilm(file) || BinaryPrimitives.ReadUInt32LittleEndian(file[4..]) + 8L <= file.Length,
        _ => true,
    };

    // Compressed data never hold the marker, and the thumbnail, which has one too, is in a segment before them.
    private static bool HasEndOfImage(ReadOnlySpan<byte> file)
    {
        var segments = new JpegSegments(file);
        while (segments.MoveNext())
        {
        }
        return file[segments.Next..].IndexOf((ReadOnlySpan<byte>)[0xFF, 0xD9]) >= 0;
    }

    // A last chunk that is missing takes no pixel with it.
    private static bool HasAllPixels(ReadOnlySpan<byte> file)
    {
        var whole = false;
        foreach (var chunk in new PngChunks(file))
        {
            if (chunk.Is("IEND"u8))
                return true;
            if (chunk.Is("IDAT"u8))
                whole = chunk.IsWhole;
        }
        return whole;
    }

    private static bool IsFilm(ReadOnlySpan<byte> file) => file[12..].StartsWith("VP8X"u8) && (file[20] & 2) != 0;
}
