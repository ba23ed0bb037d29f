namespace Microsoft.ML.VisionTransformers.Images;

/// <summary>
/// Large JPEGs at a half, a quarter or an eighth of their size, which the decoder gets from the lowest frequencies of each block without
/// computing the rest. ML.NET's images offer no such thing, so the system's libturbojpeg is asked.
/// </summary>
internal static class ScaledJpeg
{
    /// <summary>
    /// How many times larger than the resize's result the scaled picture must still be, so that what the decoder has thrown away is
    /// nothing that the resize would have kept. Photographs then differ by less than 1/255 on average.
    /// </summary>
    private const int Reserve = 2;

    /// <summary>The picture, not yet upright; null when it is too small to be scaled, or can only be decoded in full.</summary>
    public static RgbImage? TryDecode(ReadOnlySpan<byte> file, ImageHeader header, int orientation, ImagePreprocessing settings)
        => Denominator(header, orientation, settings) is > 1 and var denominator && TurboJpeg.IsAvailable ? TurboJpeg.Decode(file, header, denominator) : null;

    /// <summary>1, 2, 4 or 8: the picture can be that many times smaller.</summary>
    public static int Denominator(ImageHeader header, int orientation, ImagePreprocessing settings)
    {
        if (settings.ResizeMode == ResizeMode.None || settings.Interpolation == Interpolation.Nearest)
            return 1;
        var (width, height) = orientation >= 5 ? (header.Height, header.Width) : (header.Width, header.Height);
        var (toWidth, toHeight) = settings.ResizedSize(width, height);
        var denominator = 8;
        while (denominator > 1 && (width / denominator < toWidth * Reserve || height / denominator < toHeight * Reserve))
            denominator /= 2;
        return denominator;
    }
}
