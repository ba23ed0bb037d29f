using Microsoft.ML.VisionTransformers.Images;

namespace Microsoft.ML.VisionTransformers.Augmentation;

/// <summary>
/// A crop of random area and aspect ratio (Szegedy et al., 2014, in torchvision's form): ten tries, then the largest
/// centred crop of an allowed ratio. The caller resamples it to the network's size.
/// </summary>
/// <param name="MinArea">Smallest share of the image's area, above 0.</param>
/// <param name="MaxArea">Largest share, at most 1.</param>
/// <param name="MinRatio">Smallest width : height.</param>
/// <param name="MaxRatio">Largest width : height.</param>
/// <param name="Clipped">
/// One try, whose sides are cut to the image's: what MAE trains its linear probes with, after BYOL's code. Shapes are then less alike.
/// </param>
internal sealed record RandomResizedCrop(double MinArea = 0.08, double MaxArea = 1, double MinRatio = 3.0 / 4, double MaxRatio = 4.0 / 3,
    bool Clipped = false)
{
    private const int Tries = 10;

    public ImageRegion Choose(int width, int height, ref SeededRandom random)
    {
        double area = (double)width * height;
        for (int attempt = 0; attempt < Tries; attempt++)
        {
            double target = area * random.Uniform(MinArea, MaxArea);
            double ratio = Math.Exp(random.Uniform(Math.Log(MinRatio), Math.Log(MaxRatio)));
            int w = Round(Math.Sqrt(target * ratio)), h = Round(Math.Sqrt(target / ratio));
            if (Clipped)
                (w, h) = (Math.Clamp(w, 1, width), Math.Clamp(h, 1, height));
            if (w > 0 && h > 0 && w <= width && h <= height)
            {
                int y = random.Below(height - h + 1);
                return new ImageRegion(random.Below(width - w + 1), y, w, h);
            }
        }
        return LargestCentred(width, height);
    }

    private ImageRegion LargestCentred(int width, int height)
    {
        double ratio = (double)width / height;
        int w = ratio > MaxRatio ? Math.Max(1, Round(height * MaxRatio)) : width;
        int h = ratio < MinRatio ? Math.Max(1, Round(width / MinRatio)) : height;
        return new ImageRegion((width - w) / 2, (height - h) / 2, w, h);
    }

    private static int Round(double value) => (int)Math.Round(value, MidpointRounding.ToEven);
}
