namespace Microsoft.ML.VisionTransformers.Images;

/// <summary>The steps of <see cref="ImagePreprocessing"/> for <see cref="ResampleRounding.Never"/>: nothing is rounded on the way.</summary>
internal static class FloatSteps
{
    public static void Apply(ImagePreprocessing settings, RgbImage image, Span<float> chw)
    {
        var (width, height) = settings.ResizedSize(image.FullSize.Width, image.FullSize.Height);
        var values = TensorResize.Resize(image, width, height, settings.Interpolation, settings.Antialias);
        var crop = settings.CropOf(width, height);
        var plane = settings.Width * settings.Height;
        Span<float> rgb = stackalloc float[RgbImage.Channels];
        for (var y = 0; y < settings.Height; y++)
        {
            for (var x = 0; x < settings.Width; x++)
            {
                var (fromX, fromY) = (crop.X + x, crop.Y + y);
                var inside = fromX >= 0 && fromX < width && fromY >= 0 && fromY < height;
                for (var c = 0; c < RgbImage.Channels; c++)
                    rgb[c] = inside ? values[(fromY * width + fromX) * RgbImage.Channels + c] : settings.Fill[c];
                if (settings.Channels == 1)
                    rgb[0] = 0.299f * rgb[0] + 0.587f * rgb[1] + 0.114f * rgb[2]; // luma of ITU-R 601
                for (var c = 0; c < settings.Channels; c++)
                    chw[c * plane + y * settings.Width + x] = (rgb[c] / 255f - settings.Mean[c]) / settings.Std[c];
            }
        }
    }
}
