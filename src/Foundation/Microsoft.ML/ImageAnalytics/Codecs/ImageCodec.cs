namespace Microsoft.ML.Data.Codecs;

/// <summary>
/// Decodes an encoded image of any known format to premultiplied BGRA; the format is told by the first bytes. What can't be decoded, whatever
/// the reason, is an <see cref="InvalidDataException"/>; a missing native library is a <see cref="DllNotFoundException"/>.
/// </summary>
internal static class ImageCodec
{
    public static PixelBuffer Decode(ReadOnlySpan<byte> file)
    {
        CodecLibraries.Prepare();
        if (file.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]))
            return JpegCodec.Decode(file);
        if (file.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10]))
            return PngCodec.Decode(file);
        if (file.Length >= 12 && file.StartsWith("RIFF"u8) && file[8..].StartsWith("WEBP"u8))
            return WebPCodec.Decode(file);
        if (file.StartsWith("GIF87a"u8) || file.StartsWith("GIF89a"u8))
            return GifCodec.Decode(file);
        if (file.StartsWith("BM"u8))
            return BmpCodec.Decode(file);
        throw new InvalidDataException("The contents are of no known image format.");
    }
}
