namespace Microsoft.ML.VisionTransformers.Images;

/// <summary>
/// A decoded photograph: 8-bit red, green, blue, rows from the top, no padding between rows (height x width x 3).
/// </summary>
internal sealed class RgbImage
{
    public const int Channels = 3;

    public RgbImage(int width, int height)
        : this(width, height, new byte[checked(width * height * Channels)])
    {
    }

    public RgbImage(int width, int height, byte[] pixels)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        if (pixels.Length != checked(width * height * Channels))
            throw new ArgumentException($"{width} x {height} RGB pixels take {width * height * Channels} bytes, not {pixels.Length}.", nameof(pixels));
        Width = width;
        Height = height;
        Pixels = pixels;
    }

    public int Width { get; }

    public int Height { get; }

    /// <summary>height x width x 3 bytes.</summary>
    public byte[] Pixels { get; }

    public ImageRegion Bounds => new(0, 0, Width, Height);

    public ReadOnlySpan<byte> Row(int y) => Pixels.AsSpan(y * Width * Channels, Width * Channels);

    /// <summary>A copy of a region. What lies outside the image is black, as with Pillow's crop.</summary>
    public RgbImage Crop(ImageRegion region)
    {
        if (region == Bounds)
            return this;
        var cropped = new RgbImage(region.Width, region.Height);
        int left = Math.Max(region.X, 0), right = Math.Min(region.X + region.Width, Width);
        for (int y = 0; y < region.Height; y++)
        {
            int from = region.Y + y;
            if (from < 0 || from >= Height || left >= right)
                continue;
            Row(from)[(left * Channels)..(right * Channels)].CopyTo(cropped.Pixels.AsSpan((y * region.Width + left - region.X) * Channels));
        }
        return cropped;
    }
}
