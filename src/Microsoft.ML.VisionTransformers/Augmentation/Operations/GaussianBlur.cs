using System.Buffers;
using Microsoft.ML.VisionTransformers.Images;

namespace Microsoft.ML.VisionTransformers.Augmentation.Operations;

/// <summary>
/// A Gaussian blur as Pillow approximates it: three box blurs of fractional width along the rows, then three along the columns
/// (Gwosdek et al., 2011), in fixed point of 24 bits. Beyond the border its pixels go on.
/// </summary>
internal static class GaussianBlur
{
    private const int Passes = 3;

    /// <param name="image">The picture.</param>
    /// <param name="deviation">Standard deviation of the Gaussian in pixels.</param>
    public static RgbImage Apply(RgbImage image, double deviation)
    {
        var box = new Box(RadiusOf((float)deviation));
        var result = new RgbImage(image.Width, image.Height);
        int row = image.Width * RgbImage.Channels;
        byte[] line = ArrayPool<byte>.Shared.Rent(2 * Math.Max(image.Width, image.Height));
        try
        {
            for (int start = 0; start < image.Pixels.Length; start += row)
            {
                for (int channel = 0; channel < RgbImage.Channels; channel++)
                    BlurLine(image.Pixels, result.Pixels, start + channel, RgbImage.Channels, image.Width, line, box);
            }
            for (int start = 0; start < row; start++)
                BlurLine(result.Pixels, result.Pixels, start, row, image.Height, line, box);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(line);
        }
        return result;
    }

    private static void BlurLine(byte[] source, byte[] target, int start, int step, int length, byte[] buffer, in Box box)
    {
        Span<byte> from = buffer.AsSpan(0, length), to = buffer.AsSpan(length, length);
        for (int i = 0, at = start; i < length; i++, at += step)
            from[i] = source[at];
        for (int pass = 0; pass < Passes; pass++)
        {
            box.Blur(from, to);
            var swap = from;
            from = to;
            to = swap;
        }
        for (int i = 0, at = start; i < length; i++, at += step)
            target[at] = from[i];
    }

    /// <summary>Half the width of the box whose threefold use has the deviation; its fraction is the weight of the outermost pixels.</summary>
    private static float RadiusOf(float deviation)
    {
        float variance = deviation * deviation / Passes;
        float length = (float)Math.Sqrt(12.0 * variance + 1.0);
        float whole = (float)Math.Floor((length - 1.0) / 2.0);
        float fraction = (2 * whole + 1) * (whole * (whole + 1) - 3 * variance);
        fraction /= 6 * (variance - (whole + 1) * (whole + 1));
        return whole + fraction;
    }

    private readonly struct Box
    {
        private readonly int _radius;
        private readonly uint _inner;
        private readonly uint _outer;

        public Box(float radius)
        {
            _radius = (int)radius;
            _inner = (uint)((1 << 24) / (radius * 2 + 1));
            _outer = ((1u << 24) - (uint)(_radius * 2 + 1) * _inner) / 2;
        }

        public void Blur(ReadOnlySpan<byte> from, Span<byte> to)
        {
            int last = from.Length - 1;
            uint sum = 0; // of the whole pixels around the current one
            for (int x = -_radius - 1; x < _radius; x++)
                sum += from[Math.Clamp(x, 0, last)];
            for (int x = 0; x <= last; x++)
            {
                uint left = from[Math.Max(x - _radius - 1, 0)];
                sum += from[Math.Min(x + _radius, last)] - left;
                uint weighted = sum * _inner + (left + from[Math.Min(x + _radius + 1, last)]) * _outer;
                to[x] = (byte)((weighted + (1 << 23)) >> 24);
            }
        }
    }
}
