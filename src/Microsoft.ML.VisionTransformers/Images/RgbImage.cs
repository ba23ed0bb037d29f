namespace Microsoft.ML.VisionTransformers.Images;

/// <summary>
/// A decoded photograph: 8-bit red, green, blue, rows from the top, no padding between rows (height x width x 3).
/// </summary>
internal sealed class RgbImage
{
    public const int Channels = 3;

    private readonly (int Width, int Height) _fullSize;

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

    /// <summary>
    /// How opaque each pixel is (height x width), where the file says so and not all are; the colours are not multiplied with it. Only
    /// <see cref="On"/> and <see cref="ColourConversion.AfterResize"/> look at it.
    /// </summary>
    public byte[]? Alpha { get; init; }

    /// <summary>Whether one colour of the file stands for what is transparent: such pictures are resampled like opaque ones.</summary>
    public bool HasColourKey { get; init; }

    /// <summary>Whether the file holds indices of a palette, or single bits.</summary>
    public bool Indexed { get; init; }

    /// <summary>How many times smaller than its file it was decoded: 1, 2, 4 or 8.</summary>
    public int Shrunk { get; init; } = 1;

    /// <summary>Width and height in the file, upright; by these the size after a resize is reckoned.</summary>
    public (int Width, int Height) FullSize
    {
        get => _fullSize == default ? (Width, Height) : _fullSize;
        init => _fullSize = value;
    }

    /// <summary>
    /// How much of <see cref="Width"/> and <see cref="Height"/> is picture, in pixels: a file's last column and row may fill a fraction of the
    /// last pixel when it was decoded smaller.
    /// </summary>
    public (double Width, double Height) Extent => ((double)FullSize.Width / Shrunk, (double)FullSize.Height / Shrunk);

    public ImageRegion Bounds => new(0, 0, Width, Height);

    public ReadOnlySpan<byte> Row(int y) => Pixels.AsSpan(y * Width * Channels, Width * Channels);

    /// <summary>The picture as it looks on a background: an opaque one is itself.</summary>
    public RgbImage On(IReadOnlyList<int> colour)
    {
        if (Alpha is null)
            return this;
        var opaque = new RgbImage(Width, Height) { Shrunk = Shrunk, FullSize = FullSize };
        for (int i = 0; i < opaque.Pixels.Length; i++)
        {
            int alpha = Alpha[i / Channels];
            opaque.Pixels[i] = (byte)((Pixels[i] * alpha + colour[i % Channels] * (255 - alpha) + 127) / 255);
        }
        return opaque;
    }

    /// <summary>A copy of a region. What lies outside the image is black, as with Pillow's crop, or of the given colour.</summary>
    public RgbImage Crop(ImageRegion region, IReadOnlyList<int>? fill = null)
    {
        if (region == Bounds)
            return this;
        var cropped = new RgbImage(region.Width, region.Height);
        if (fill is not null && !region.IsWithin(Bounds) && fill.Any(value => value != 0))
        {
            for (int i = 0; i < cropped.Pixels.Length; i++)
                cropped.Pixels[i] = (byte)fill[i % Channels];
        }
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
