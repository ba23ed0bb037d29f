namespace Microsoft.ML.VisionTransformers.Images;

/// <summary>The steps that <see cref="ImagePreprocessing"/> describes, each to be had alone, since training replaces the first ones by augmentation.</summary>
internal static class PreprocessingSteps
{
    /// <summary>Resizes, crops and normalises into <paramref name="chw"/> [channels, height, width].</summary>
    public static void Apply(this ImagePreprocessing settings, RgbImage image, Span<float> chw)
    {
        if (settings.Rounding == ResampleRounding.Never)
            FloatSteps.Apply(settings, image, chw);
        else
            settings.Normalize(settings.ResizeAndCrop(image), chw);
    }

    public static float[] Apply(this ImagePreprocessing settings, RgbImage image)
    {
        var values = new float[settings.ValuesPerImage];
        settings.Apply(image, values);
        return values;
    }

    /// <summary>The 8-bit image of the network's size.</summary>
    public static RgbImage ResizeAndCrop(this ImagePreprocessing settings, RgbImage image)
    {
        var (width, height) = settings.ResizedSize(image.FullSize.Width, image.FullSize.Height);
        return settings.Resample(image, width, height).Crop(settings.CropOf(width, height), settings.Fill);
    }

    /// <summary>Width and height of an image of that size after the resize.</summary>
    public static (int Width, int Height) ResizedSize(this ImagePreprocessing settings, int width, int height)
    {
        var (toWidth, toHeight) = (settings.ResizeWidth == 0 ? settings.Resize : settings.ResizeWidth, settings.Resize);
        switch (settings.ResizeMode)
        {
            case ResizeMode.Square:
                return settings.Resize == 0 ? (settings.Width, settings.Height) : (toWidth, toHeight);
            case ResizeMode.ShortestEdge when toWidth != toHeight:
                return Scaled(width, height, Math.Min((double)height / toHeight, (double)width / toWidth));
            case ResizeMode.ShortestEdge when width <= height:
                return (toWidth, LongerSide(toWidth, height, width));
            case ResizeMode.ShortestEdge:
                return (LongerSide(toHeight, width, height), toHeight);
            case ResizeMode.LongestEdge:
                return Scaled(width, height, Math.Max((double)height / toHeight, (double)width / toWidth));
            default:
                return (width, height);
        }
    }

    /// <summary>The part of an image of that size that the network sees; reaches beyond a smaller one.</summary>
    public static ImageRegion CropOf(this ImagePreprocessing settings, int width, int height) => new(
        Offset(width - settings.Width, settings.CropOffset), Offset(height - settings.Height, settings.CropOffset), settings.Width, settings.Height);

    /// <summary>8-bit pixels of the network's size to normalised values, channel by channel; mirrored when <paramref name="flip"/>.</summary>
    public static void Normalize(this ImagePreprocessing settings, RgbImage image, Span<float> chw, bool flip = false)
    {
        if (image.Width != settings.Width || image.Height != settings.Height)
            throw new ArgumentException($"The image is {image.Width} x {image.Height}, the input {settings.Width} x {settings.Height}.", nameof(image));
        if (settings.Channels == 1)
            PixelNormalizer.For(settings).Write(Grey(image), 1, image.Width, image.Height, chw, flip);
        else
            PixelNormalizer.For(settings).Write(image.Pixels, 3, image.Width, image.Height, chw, flip);
    }

    /// <summary>Luma in fixed point as Pillow has it: 19595 R + 38470 G + 7471 B, rounded.</summary>
    public static byte[] Grey(RgbImage image)
    {
        var grey = new byte[image.Width * image.Height];
        byte[] rgb = image.Pixels;
        for (int i = 0, from = 0; i < grey.Length; i++, from += 3)
            grey[i] = (byte)((rgb[from] * 19595 + rgb[from + 1] * 38470 + rgb[from + 2] * 7471 + 0x8000) >> 16);
        return grey;
    }

    private static RgbImage Resample(this ImagePreprocessing settings, RgbImage image, int width, int height)
    {
        var stored = settings.ColourConversion == ColourConversion.AfterResize;
        if (stored && image.Indexed)
            return PillowResize.Resize(image, width, height, Interpolation.Nearest);
        if (settings.Rounding != ResampleRounding.EachPass)
            return TensorResize.Round(TensorResize.Resize(image, width, height, settings.Interpolation, settings.Antialias), width, height);
        return stored && image.Alpha is not null && !image.HasColourKey && settings.Interpolation != Interpolation.Nearest
            ? TransparentResize.Resize(image, width, height, settings.Interpolation)
            : PillowResize.Resize(image, width, height, settings.Interpolation);
    }

    private static int LongerSide(int resize, int longer, int shorter) => (int)Math.Clamp((long)resize * longer / shorter, 1, int.MaxValue);

    /// <summary>timm's and open_clip's ResizeKeepRatio.</summary>
    private static (int Width, int Height) Scaled(int width, int height, double ratio)
        => (Math.Max(1, (int)Math.Round(width / ratio)), Math.Max(1, (int)Math.Round(height / ratio)));

    /// <summary>Where a margin begins; negative where the image is smaller. All halve it, but differ in where an odd pixel goes.</summary>
    private static int Offset(int margin, CropOffset offset) => offset switch
    {
        CropOffset.Floor => (int)Math.Floor(margin / 2.0),
        _ when margin < 0 => margin / 2,
        _ => (int)Math.Round(margin / 2.0, MidpointRounding.ToEven),
    };
}
