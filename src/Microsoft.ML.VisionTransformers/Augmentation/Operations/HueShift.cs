using Microsoft.ML.VisionTransformers.Images;

namespace Microsoft.ML.VisionTransformers.Augmentation.Operations;

/// <summary>Turns the hue, through 8 bits of hue, saturation and value as Pillow converts them; that alone changes colours a little.</summary>
internal static class HueShift
{
    /// <param name="image">The picture.</param>
    /// <param name="turn">Share of a full turn, -0.5 to 0.5.</param>
    public static RgbImage Apply(RgbImage image, double turn)
    {
        var result = new RgbImage(image.Width, image.Height);
        byte[] from = image.Pixels, to = result.Pixels;
        byte shift = (byte)(int)(turn * 255);
        for (int i = 0; i + 2 < from.Length; i += RgbImage.Channels)
        {
            var (hue, saturation, value) = ToHsv(from[i], from[i + 1], from[i + 2]);
            (to[i], to[i + 1], to[i + 2]) = ToRgb((byte)(hue + shift), saturation, value);
        }
        return result;
    }

    // Where a number is cast to float and back is Pillow's choice, and shows in the last bit.
    private static (byte Hue, byte Saturation, byte Value) ToHsv(byte red, byte green, byte blue)
    {
        byte most = Math.Max(red, Math.Max(green, blue)), least = Math.Min(red, Math.Min(green, blue));
        if (most == least)
            return (0, 0, most);
        float range = most - least, saturation = range / most;
        float r = (most - red) / range, g = (most - green) / range, b = (most - blue) / range;
        float hue = red == most ? b - g : green == most ? (float)(2.0 + r - b) : (float)(4.0 + g - r);
        double turn = hue / 6.0 + 1.0; // 0.8 to 1.8
        hue = (float)(turn >= 1 ? turn - 1 : turn);
        return (Clip((int)(hue * 255.0)), Clip((int)(saturation * 255.0)), most);
    }

    private static (byte Red, byte Green, byte Blue) ToRgb(byte hue, byte saturation, byte value)
    {
        if (saturation == 0)
            return (value, value, value);
        int sector = (int)Math.Floor(hue * 6.0 / 255.0);
        float within = (float)(hue * 6.0 / 255.0 - sector), s = (float)(saturation / 255.0);
        byte low = Round(value * (1.0 - s)), falling = Round(value * (1.0 - s * within)), rising = Round(value * (1.0 - s * (1.0 - within)));
        return (sector % 6) switch
        {
            0 => (value, rising, low),
            1 => (falling, value, low),
            2 => (low, value, rising),
            3 => (low, falling, value),
            4 => (rising, low, value),
            _ => (value, low, falling),
        };
    }

    /// <summary>Halves upwards. The largest number below a half instead of it, lest that itself be rounded up.</summary>
    private static byte Round(double value) => Clip((int)(value + 0.49999999999999994));

    private static byte Clip(int value) => (byte)Math.Clamp(value, 0, 255);
}
