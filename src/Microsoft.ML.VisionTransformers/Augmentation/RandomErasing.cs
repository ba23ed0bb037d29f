namespace Microsoft.ML.VisionTransformers.Augmentation;

/// <summary>Random erasing (Zhong et al., 2017) as timm does it: rectangles of normalised values are replaced.</summary>
/// <param name="Probability">Share of the images.</param>
/// <param name="Fill">By what.</param>
/// <param name="MaxCount">Most rectangles an image; one with several has smaller ones.</param>
/// <param name="MinArea">Least share of the image's area.</param>
/// <param name="MaxArea">Most of it.</param>
/// <param name="MinRatio">Least height : width; the most is its inverse.</param>
internal sealed record RandomErasing(double Probability, ErasingFill Fill = ErasingFill.Noise, int MaxCount = 1,
    double MinArea = 0.02, double MaxArea = 1.0 / 3, double MinRatio = 0.3)
{
    private const int Tries = 10;

    /// <param name="chw">[channels, height, width], normalised.</param>
    /// <param name="channels">Number of channels.</param>
    /// <param name="height">Number of rows.</param>
    /// <param name="width">Number of columns.</param>
    /// <param name="random">Of this image.</param>
    public void Apply(Span<float> chw, int channels, int height, int width, ref SeededRandom random)
    {
        if (random.NextDouble() >= Probability)
            return;
        int count = 1 + random.Below(MaxCount);
        for (int i = 0; i < count; i++)
        {
            for (int attempt = 0; attempt < Tries; attempt++)
            {
                double area = random.Uniform(MinArea, MaxArea) * height * width / count;
                double ratio = Math.Exp(random.Uniform(Math.Log(MinRatio), -Math.Log(MinRatio)));
                int h = (int)Math.Round(Math.Sqrt(area * ratio)), w = (int)Math.Round(Math.Sqrt(area / ratio));
                if (w >= width || h >= height)
                    continue;
                int top = random.Below(height - h + 1), left = random.Below(width - w + 1);
                for (int channel = 0; channel < channels; channel++)
                    Erase(chw[(channel * height * width)..], top, left, h, w, width, ref random);
                break;
            }
        }
    }

    private void Erase(Span<float> plane, int top, int left, int h, int w, int width, ref SeededRandom random)
    {
        float colour = Fill == ErasingFill.Colour ? (float)random.NextGaussian() : 0;
        for (int y = top; y < top + h; y++)
        {
            var row = plane.Slice(y * width + left, w);
            if (Fill == ErasingFill.Noise)
            {
                foreach (ref float value in row)
                    value = (float)random.NextGaussian();
            }
            else
            {
                row.Fill(colour);
            }
        }
    }
}
