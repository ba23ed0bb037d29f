using Microsoft.ML.VisionTransformers.Images;

namespace Microsoft.ML.VisionTransformers.Augmentation.Operations;

/// <summary>Values spread anew according to how often they occur, each channel for itself: autocontrast and equalize of Pillow's ImageOps.</summary>
internal static class HistogramOperations
{
    /// <summary>Stretches each channel so that its darkest value becomes 0 and its lightest 255.</summary>
    public static RgbImage AutoContrast(RgbImage image) => Map(image, Stretched);

    /// <summary>Makes all values of a channel about equally frequent.</summary>
    public static RgbImage Equalize(RgbImage image) => Map(image, Equalized);

    private static RgbImage Map(RgbImage image, Func<int[], byte[]> tableOf)
    {
        var tables = new byte[RgbImage.Channels][];
        for (int channel = 0; channel < tables.Length; channel++)
        {
            var counts = new int[256];
            for (int i = channel; i < image.Pixels.Length; i += RgbImage.Channels)
                counts[image.Pixels[i]]++;
            tables[channel] = tableOf(counts);
        }
        return PointOperations.Map(image, tables);
    }

    private static byte[] Stretched(int[] counts)
    {
        int low = Array.FindIndex(counts, count => count > 0), high = Array.FindLastIndex(counts, count => count > 0);
        if (high <= low)
            return Unchanged();
        double scale = 255.0 / (high - low), offset = -low * scale;
        var table = new byte[256];
        for (int value = 0; value < 256; value++)
            table[value] = (byte)Math.Clamp((int)(value * scale + offset), 0, 255);
        return table;
    }

    private static byte[] Equalized(int[] counts)
    {
        // Pillow leaves the lightest value that occurs out of the sum.
        int lightest = Array.FindLastIndex(counts, count => count > 0);
        int step = (counts.Sum() - counts[lightest]) / 255;
        if (step == 0)
            return Unchanged();
        var table = new byte[256];
        int below = step / 2;
        for (int value = 0; value < 256; value++)
        {
            table[value] = (byte)Math.Min(255, below / step);
            below += counts[value];
        }
        return table;
    }

    private static byte[] Unchanged() => [.. Enumerable.Range(0, 256).Select(value => (byte)value)];
}
