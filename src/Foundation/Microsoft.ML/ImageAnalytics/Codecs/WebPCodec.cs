using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Microsoft.ML.Data.Codecs;

/// <summary>WebP through libwebp. Of an animation it is the first frame.</summary>
internal static unsafe class WebPCodec
{
    private const int DecoderAbi = 0x0209;

    public static PixelBuffer Decode(ReadOnlySpan<byte> file)
    {
        var features = FeaturesOf(file);
        var pixels = new PixelBuffer(features.Width, features.Height);
        try
        {
            if (features.HasAnimation == 0)
                DecodeInto(file, pixels, 0, 0);
            else
                DecodeFirstFrame(file, pixels);
        }
        catch (InvalidDataException)
        {
            pixels.Return();
            throw;
        }
        if (features.HasAlpha != 0 || features.HasAnimation != 0)
            Premultiplication.Apply(pixels.Span);
        return pixels;
    }

    /// <summary>Without loss, as Skia's encoder does at quality 100.</summary>
    public static byte[] Encode(ReadOnlySpan<byte> unmultiplied, int width, int height)
    {
        CodecLibraries.Prepare();
        byte* encoded = null;
        fixed (byte* source = unmultiplied)
        {
            var size = WebPEncodeLosslessBGRA(source, width, height, width * 4, &encoded);
            if (size == 0)
                return null; // the format's largest side is 16383
            var bytes = new ReadOnlySpan<byte>(encoded, checked((int)size)).ToArray();
            WebPFree(encoded);
            return bytes;
        }
    }

    private static Features FeaturesOf(ReadOnlySpan<byte> file)
    {
        Features features;
        fixed (byte* source = file)
        {
            var status = WebPGetFeaturesInternal(source, (nuint)file.Length, &features, DecoderAbi);
            if (status != 0)
                throw new InvalidDataException($"The WebP header cannot be read (status {status}).");
        }
        return features;
    }

    private static void DecodeInto(ReadOnlySpan<byte> file, PixelBuffer pixels, int left, int top)
    {
        fixed (byte* source = file, target = pixels.Bytes)
        {
            var offset = (long)top * pixels.Stride + left * 4L;
            if (WebPDecodeBGRAInto(source, (nuint)file.Length, target + offset, (nuint)(pixels.Length - offset), pixels.Stride) == null)
                throw new InvalidDataException("The WebP data cannot be decoded.");
        }
    }

    /// <summary>libwebp decodes still images only: the first frame's chunks are put into a file of their own.</summary>
    private static void DecodeFirstFrame(ReadOnlySpan<byte> file, PixelBuffer canvas)
    {
        const int FrameHeader = 16;
        for (var at = 12; at + 8 <= file.Length;)
        {
            var size = BinaryPrimitives.ReadUInt32LittleEndian(file[(at + 4)..]);
            if (size > file.Length - at - 8)
                break;
            if (file[at..].StartsWith("ANMF"u8) && size > FrameHeader)
            {
                var frame = file.Slice(at + 8, (int)size);
                var still = Still(frame);
                var features = FeaturesOf(still);
                int left = 2 * Read24(frame), top = 2 * Read24(frame[3..]);
                if (left + features.Width > canvas.Width || top + features.Height > canvas.Height)
                    break;
                canvas.Span.Clear();
                DecodeInto(still, canvas, left, top);
                return;
            }
            at += 8 + (int)(size + (size & 1));
        }
        throw new InvalidDataException("The WebP animation has no frame.");

        static byte[] Still(ReadOnlySpan<byte> frame)
        {
            var data = frame[FrameHeader..];
            var still = new byte[12 + 18 + data.Length];
            "RIFF"u8.CopyTo(still);
            BinaryPrimitives.WriteInt32LittleEndian(still.AsSpan(4), still.Length - 8);
            "WEBPVP8X"u8.CopyTo(still.AsSpan(8));
            still[16] = 10;
            still[20] = 0x10; // may have an alpha chunk
            frame.Slice(6, 6).CopyTo(still.AsSpan(24)); // width and height less one
            data.CopyTo(still.AsSpan(30));
            return still;
        }
    }

    private static int Read24(ReadOnlySpan<byte> bytes) => bytes[0] | bytes[1] << 8 | bytes[2] << 16;

    [StructLayout(LayoutKind.Sequential)]
    private struct Features
    {
        public int Width;
        public int Height;
        public int HasAlpha;
        public int HasAnimation;
        public int Format;
        public fixed uint Padding[5];
    }

    [DllImport(CodecLibraries.WebP)]
    private static extern int WebPGetFeaturesInternal(byte* data, nuint size, Features* features, int version);

    [DllImport(CodecLibraries.WebP)]
    private static extern byte* WebPDecodeBGRAInto(byte* data, nuint size, byte* target, nuint targetSize, int stride);

    [DllImport(CodecLibraries.WebP)]
    private static extern nuint WebPEncodeLosslessBGRA(byte* bgra, int width, int height, int stride, byte** encoded);

    [DllImport(CodecLibraries.WebP)]
    private static extern void WebPFree(void* encoded);
}
