namespace Microsoft.ML.VisionTransformers.Images;

/// <summary>The steps that <see cref="ImagePreprocessing"/> describes, each to be had alone, since training replaces the first ones by augmentation.</summary>
internal static class PreprocessingSteps
{
    /// <summary>Resizes, crops and normalises into <paramref name="chw"/> [channels, height, width].</summary>
    public static void Apply(this ImagePreprocessing settings, RgbImage image, Span<float> chw) =>
        settings.Normalize(settings.ResizeAndCrop(image), chw);

    public static float[] Apply(this ImagePreprocessing settings, RgbImage image)
    {
        var values = new float[settings.ValuesPerImage];
        settings.Apply(image, values);
        return values;
    }

    /// <summary>The 8-bit image of the network's size.</summary>
    public static RgbImage ResizeAndCrop(this ImagePreprocessing settings, RgbImage image)
    {
        var (width, height) = settings.ResizedSize(image.Width, image.Height);
        var resized = PillowResize.Resize(image, width, height, settings.Interpolation);
        return resized.Crop(new ImageRegion(
            Offset(width - settings.Width, settings.CropOffset), Offset(height - settings.Height, settings.CropOffset), settings.Width, settings.Height));
    }

    public static (int Width, int Height) ResizedSize(this ImagePreprocessing settings, int width, int height)
    {
        switch (settings.ResizeMode)
        {
            case ResizeMode.Square:
                return settings.Resize == 0 ? (settings.Width, settings.Height) : (settings.Resize, settings.Resize);
            case ResizeMode.ShortestEdge when width <= height:
                return (settings.Resize, LongerSide(settings.Resize, height, width));
            case ResizeMode.ShortestEdge:
                return (LongerSide(settings.Resize, width, height), settings.Resize);
            default:
                return (width, height);
        }
    }

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

    private static int LongerSide(int resize, int longer, int shorter) => Math.Max(1, (int)((long)resize * longer / shorter));

    private static int Offset(int margin, CropOffset offset) => offset == CropOffset.Floor && margin >= 0
        ? margin / 2
        : (int)Math.Round(margin / 2.0, MidpointRounding.ToEven);
}
