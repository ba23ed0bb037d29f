using System.Runtime.InteropServices;

namespace Microsoft.ML.Data.Codecs;

/// <summary>JPEG through libjpeg-turbo's TurboJPEG interface: straight into the image's own memory.</summary>
internal static unsafe class JpegCodec
{
    private const int FormatBgra = 8;
    private const int FormatCmyk = 11;
    private const int ColorspaceCmyk = 3;
    private const int ColorspaceYcck = 4;
    private const int SamplingQuarter = 2;
    private const int ErrorIsWarning = 0;

    /// <summary>A progressive file of a few bytes can ask for any number of passes over the image; this ends it after 500.</summary>
    private const int FlagLimitScans = 32768;

    /// <summary>One decompressor a thread: making one costs more than decoding a small image.</summary>
    [ThreadStatic] private static Decompressor _decompressor;

    public static PixelBuffer Decode(ReadOnlySpan<byte> file)
    {
        var decompressor = _decompressor ?? new Decompressor();
        _decompressor = null; // one that failed keeps half-read headers and broken tables for the next file: it is used no more
        var pixels = Decode(decompressor.Handle, file);
        _decompressor = decompressor;
        return pixels;
    }

    private static PixelBuffer Decode(nint handle, ReadOnlySpan<byte> file)
    {
        fixed (byte* source = file)
        {
            int width = 0, height = 0, colorspace = -1;
            // An uncommon chroma subsampling makes it fail after all has been filled in, and decodes nevertheless.
            if (tjDecompressHeader3(handle, source, Size(file), &width, &height, out _, &colorspace) != 0 && (width <= 0 || height <= 0 || colorspace < 0))
                throw Failure(handle);

            var pixels = new PixelBuffer(width, height);
            var cmyk = colorspace is ColorspaceCmyk or ColorspaceYcck;
            fixed (byte* target = pixels.Bytes)
            {
                var result = tjDecompress2(handle, source, Size(file), target, width, pixels.Stride, height, cmyk ? FormatCmyk : FormatBgra, FlagLimitScans);
                if (result != 0 && (tjGetErrorCode(handle) != ErrorIsWarning || !HasEnd(file)))
                {
                    pixels.Return();
                    throw Failure(handle);
                }
            }
            if (cmyk)
                FromInvertedCmyk(pixels.Span);
            return pixels;
        }
    }

    /// <summary>At most quality, chroma halved both ways, as Skia's encoder does by default.</summary>
    public static byte[] Encode(ReadOnlySpan<byte> bgra, int width, int height, int quality)
    {
        CodecLibraries.Prepare();
        var handle = tjInitCompress();
        byte* encoded = null;
        try
        {
            fixed (byte* source = bgra)
            {
                if (tjCompress2(handle, source, width, width * 4, height, FormatBgra, &encoded, out var size, SamplingQuarter, quality, 0) != 0)
                    throw Failure(handle);
                return new ReadOnlySpan<byte>(encoded, checked((int)size.Value)).ToArray();
            }
        }
        finally
        {
            tjFree(encoded);
            _ = tjDestroy(handle);
        }
    }

    /// <summary>
    /// True when the compressed data are followed by the end marker. A truncated file decodes with a mere warning, the rest grey; but so does one
    /// with a few stray bytes, which is shown everywhere. The thumbnail in a header has an end marker too, before the last scan.
    /// </summary>
    private static bool HasEnd(ReadOnlySpan<byte> file) =>
        file.LastIndexOf((ReadOnlySpan<byte>)[0xFF, 0xD9]) > file.LastIndexOf((ReadOnlySpan<byte>)[0xFF, 0xDA]);

    /// <summary>Files hold the four inks inverted, a convention of Adobe's that all follow.</summary>
    private static void FromInvertedCmyk(Span<byte> pixels)
    {
        for (var i = 0; i + 3 < pixels.Length; i += 4)
        {
            int cyan = pixels[i], magenta = pixels[i + 1], yellow = pixels[i + 2], black = pixels[i + 3];
            pixels[i] = Premultiplication.Multiply(yellow, black);
            pixels[i + 1] = Premultiplication.Multiply(magenta, black);
            pixels[i + 2] = Premultiplication.Multiply(cyan, black);
            pixels[i + 3] = 255;
        }
    }

    private static CULong Size(ReadOnlySpan<byte> file) => new((nuint)file.Length);

    private static InvalidDataException Failure(nint handle) => new(Marshal.PtrToStringUTF8(tjGetErrorStr2(handle)));

    private sealed class Decompressor
    {
        public readonly nint Handle = tjInitDecompress();

        ~Decompressor() => _ = tjDestroy(Handle);
    }

    [DllImport(CodecLibraries.TurboJpeg)]
    private static extern nint tjInitDecompress();

    [DllImport(CodecLibraries.TurboJpeg)]
    private static extern nint tjInitCompress();

    [DllImport(CodecLibraries.TurboJpeg)]
    private static extern int tjDestroy(nint handle);

    [DllImport(CodecLibraries.TurboJpeg)]
    private static extern int tjDecompressHeader3(nint handle, byte* source, CULong size, int* width, int* height, out int subsampling, int* colorspace);

    [DllImport(CodecLibraries.TurboJpeg)]
    private static extern int tjDecompress2(nint handle, byte* source, CULong size, byte* target, int width, int pitch, int height, int format, int flags);

    [DllImport(CodecLibraries.TurboJpeg)]
    private static extern int tjCompress2(nint handle, byte* source, int width, int pitch, int height, int format, byte** encoded, out CULong size, int subsampling, int quality, int flags);

    [DllImport(CodecLibraries.TurboJpeg)]
    private static extern void tjFree(byte* buffer);

    [DllImport(CodecLibraries.TurboJpeg)]
    private static extern int tjGetErrorCode(nint handle);

    [DllImport(CodecLibraries.TurboJpeg)]
    private static extern nint tjGetErrorStr2(nint handle);
}
