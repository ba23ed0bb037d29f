using System.Buffers;

namespace Microsoft.ML.VisionTransformers.Images;

/// <summary>
/// Resampling that gives Pillow's pixels to the last bit: separable, widened when shrinking, in fixed point, rounded and clipped
/// to 8 bits after each pass, the horizontal pass first. Networks are published with numbers measured on such pixels.
/// </summary>
internal static class PillowResize
{
    public static RgbImage Resize(RgbImage image, int width, int height, Interpolation interpolation) =>
        Resize(image, image.Bounds, width, height, interpolation);

    /// <summary>Crops <paramref name="region"/> and resamples it; pixels outside the region have no influence.</summary>
    public static RgbImage Resize(RgbImage image, ImageRegion region, int width, int height, Interpolation interpolation)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        if (!region.IsWithin(image.Bounds))
            return Resize(image.Crop(region), width, height, interpolation);
        if (region.Width == width && region.Height == height)
            return image.Crop(region);
        if (interpolation == Interpolation.Nearest)
            return Nearest(image, region, width, height);

        var (across, down) = region == image.Bounds ? image.Extent : (region.Width, region.Height);
        var horizontal = region.Width == width ? null : ResampleWeights.Get(region.Width, width, interpolation, across);
        var vertical = region.Height == height ? null : ResampleWeights.Get(region.Height, height, interpolation, down);
        if (vertical is null)
        {
            var narrowed = new RgbImage(width, height);
            HorizontalResample.Run(image, region.X, region.Y, region.Height, horizontal!, narrowed.Pixels);
            return narrowed;
        }

        var result = new RgbImage(width, height);
        if (horizontal is null)
        {
            VerticalResample.Run(image.Pixels, (region.Y * image.Width + region.X) * RgbImage.Channels, image.Width * RgbImage.Channels,
                vertical, result.Pixels, width * RgbImage.Channels);
            return result;
        }

        int rowBytes = width * RgbImage.Channels;
        byte[] narrow = ArrayPool<byte>.Shared.Rent(rowBytes * region.Height);
        try
        {
            HorizontalResample.Run(image, region.X, region.Y, region.Height, horizontal, narrow);
            VerticalResample.Run(narrow, 0, rowBytes, vertical, result.Pixels, rowBytes);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(narrow);
        }
        return result;
    }

    private static RgbImage Nearest(RgbImage image, ImageRegion region, int width, int height)
    {
        var result = new RgbImage(width, height);
        int[] columns = Picks(region.Width, width), rows = Picks(region.Height, height);
        int target = 0;
        foreach (int row in rows)
        {
            var source = image.Row(region.Y + row)[(region.X * RgbImage.Channels)..];
            foreach (int column in columns)
            {
                source.Slice(column * RgbImage.Channels, RgbImage.Channels).CopyTo(result.Pixels.AsSpan(target));
                target += RgbImage.Channels;
            }
        }
        return result;
    }

    /// <summary>The centres are found by adding up the step, rounding errors included: Pillow does so, and large ratios show it.</summary>
    private static int[] Picks(int sourceSize, int targetSize)
    {
        double step = (double)sourceSize / targetSize, position = step * 0.5;
        var picks = new int[targetSize];
        for (int i = 0; i < targetSize; i++, position += step)
            picks[i] = Math.Min((int)position, sourceSize - 1);
        return picks;
    }
}
