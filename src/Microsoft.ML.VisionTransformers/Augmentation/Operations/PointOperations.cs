using Microsoft.ML.VisionTransformers.Images;

namespace Microsoft.ML.VisionTransformers.Augmentation.Operations;

/// <summary>Each value becomes another, whatever its place and its neighbours: invert, solarize and posterize of Pillow's ImageOps.</summary>
internal static class PointOperations
{
    public static RgbImage Invert(RgbImage image) => Map(image, value => 255 - value);

    /// <summary>Inverts the values from the threshold on.</summary>
    public static RgbImage Solarize(RgbImage image, double threshold) => Map(image, value => value < threshold ? value : 255 - value);

    /// <summary>Brightens the values below the threshold (AutoAugment's own, not Pillow's).</summary>
    public static RgbImage SolarizeAdd(RgbImage image, int addition, int threshold = 128) =>
        Map(image, value => value < threshold ? Math.Min(255, value + addition) : value);

    /// <summary>Keeps the highest bits of each value; 0 bits give black.</summary>
    public static RgbImage Posterize(RgbImage image, int bits)
    {
        int mask = ~((1 << (8 - Math.Clamp(bits, 0, 8))) - 1);
        return Map(image, value => value & mask);
    }

    /// <summary>One table for all channels.</summary>
    public static RgbImage Map(RgbImage image, Func<int, int> map)
    {
        var table = new byte[256];
        for (int value = 0; value < 256; value++)
            table[value] = (byte)map(value);
        return Map(image, [table, table, table]);
    }

    /// <summary>A table for each channel.</summary>
    public static RgbImage Map(RgbImage image, byte[][] tables)
    {
        var result = new RgbImage(image.Width, image.Height);
        byte[] from = image.Pixels, to = result.Pixels, red = tables[0], green = tables[1], blue = tables[2];
        for (int i = 0; i + 2 < from.Length; i += RgbImage.Channels)
        {
            to[i] = red[from[i]];
            to[i + 1] = green[from[i + 1]];
            to[i + 2] = blue[from[i + 2]];
        }
        return result;
    }
}
