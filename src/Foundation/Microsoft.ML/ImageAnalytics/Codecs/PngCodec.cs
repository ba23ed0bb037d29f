using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Microsoft.ML.Data.Codecs;

/// <summary>PNG through libpng's simplified interface, which reports errors by return value (the full one would jump over managed frames).</summary>
internal static unsafe class PngCodec
{
    private const uint Version = 1;
    private const uint FormatBgra = 0x13;
    private const uint FormatBgr = 0x12;
    private const int SignatureLength = 8;

    /// <summary>Sixteen-bit samples are not linear light, as libpng would have it, but as all the others.</summary>
    private const uint FlagSixteenBitIsSrgb = 4;

    public static PixelBuffer Decode(ReadOnlySpan<byte> file)
    {
        var plain = WithoutColorSpace(file, out var rented);
        try
        {
            return DecodePlain(plain);
        }
        finally
        {
            if (rented != null)
                ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private static PixelBuffer DecodePlain(ReadOnlySpan<byte> file)
    {
        var image = new PngImage { Version = Version };
        fixed (byte* source = file)
        {
            if (png_image_begin_read_from_memory(&image, source, (nuint)file.Length) == 0)
                throw Failure(&image);
            var mayBeTransparent = (image.Format & 1) != 0;
            PixelBuffer pixels;
            try
            {
                pixels = new PixelBuffer(image.Width, image.Height);
            }
            catch (InvalidDataException)
            {
                png_image_free(&image);
                throw;
            }
            image.Format = FormatBgra;
            image.Flags |= FlagSixteenBitIsSrgb;
            fixed (byte* target = pixels.Bytes)
            {
                if (png_image_finish_read(&image, null, target, pixels.Stride, null) == 0)
                {
                    pixels.Return();
                    throw Failure(&image);
                }
            }
            if (mayBeTransparent)
                Premultiplication.Apply(pixels.Span);
            return pixels;
        }
    }

    /// <summary>
    /// The simplified interface converts from the colour space that a file names to sRGB; neither Skia here nor Pillow do, so that networks have
    /// been trained on samples as they stand. Chunks that name one are left out.
    /// </summary>
    private static ReadOnlySpan<byte> WithoutColorSpace(ReadOnlySpan<byte> file, out byte[] rented)
    {
        rented = null;
        var kept = 0;
        for (var at = SignatureLength; at + 12 <= file.Length;)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(file[at..]);
            var type = file.Slice(at + 4, 4);
            if (type.SequenceEqual("IDAT"u8) || length > file.Length - at - 12)
            {
                if (rented == null)
                    return file;
                file[at..].CopyTo(rented.AsSpan(kept));
                return rented.AsSpan(0, kept + file.Length - at);
            }
            var end = at + 12 + (int)length;
            if (type.SequenceEqual("gAMA"u8) || type.SequenceEqual("cHRM"u8) || type.SequenceEqual("iCCP"u8) || type.SequenceEqual("cICP"u8))
            {
                if (rented == null)
                {
                    rented = ArrayPool<byte>.Shared.Rent(file.Length);
                    file[..at].CopyTo(rented);
                    kept = at;
                }
            }
            else if (rented != null)
            {
                file[at..end].CopyTo(rented.AsSpan(kept));
                kept += end - at;
            }
            at = end;
        }
        return rented == null ? file : rented.AsSpan(0, kept);
    }

    /// <summary>Three channels when nothing is transparent, four otherwise.</summary>
    public static byte[] Encode(ReadOnlySpan<byte> unmultiplied, int width, int height, bool opaque)
    {
        CodecLibraries.Prepare();
        var image = new PngImage { Version = Version, Width = (uint)width, Height = (uint)height, Format = opaque ? FormatBgr : FormatBgra };
        var stride = width * (opaque ? 3 : 4);
        var raw = (long)(stride + 1) * height;
        var deflated = raw + (raw >> 3) + (raw >> 6) + 64; // zlib's own bound
        var encoded = ArrayPool<byte>.Shared.Rent(checked((int)(deflated + 12 * (deflated / 8192 + 1) + 1024)));
        try
        {
            fixed (byte* target = encoded, source = unmultiplied)
            {
                var size = (nuint)encoded.Length;
                if (png_image_write_to_memory(&image, target, &size, 0, source, stride, null) == 0)
                    throw Failure(&image);
                return encoded.AsSpan(0, (int)size).ToArray();
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(encoded);
        }
    }

    private static InvalidDataException Failure(PngImage* image)
    {
        var message = Marshal.PtrToStringUTF8((nint)image->Message);
        png_image_free(image);
        return new InvalidDataException(message);
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct PngImage
    {
        public nint Opaque;
        public uint Version;
        public uint Width;
        public uint Height;
        public uint Format;
        public uint Flags;
        public uint ColormapEntries;
        public uint WarningOrError;
        public fixed byte Message[64];
    }

    [DllImport(CodecLibraries.Png)]
    private static extern int png_image_begin_read_from_memory(PngImage* image, byte* memory, nuint size);

    [DllImport(CodecLibraries.Png)]
    private static extern int png_image_finish_read(PngImage* image, void* background, byte* buffer, int rowStride, void* colormap);

    [DllImport(CodecLibraries.Png)]
    private static extern int png_image_write_to_memory(PngImage* image, byte* memory, nuint* size, int convertTo8Bit, byte* buffer, int rowStride, void* colormap);

    [DllImport(CodecLibraries.Png)]
    private static extern void png_image_free(PngImage* image);
}
