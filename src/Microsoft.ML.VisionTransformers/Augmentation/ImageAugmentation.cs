using Microsoft.ML.VisionTransformers.Augmentation.Operations;
using Microsoft.ML.VisionTransformers.Augmentation.Policies;
using Microsoft.ML.VisionTransformers.Images;

namespace Microsoft.ML.VisionTransformers.Augmentation;

/// <summary>
/// What training does to an image on its way to the network. It replaces the resize and crop of the evaluation by a random crop
/// where <see cref="Crop"/> is set; the normalisation stays.
/// </summary>
internal sealed record ImageAugmentation
{
    public static ImageAugmentation None { get; } = new();

    /// <summary>Mirror left and right with probability one half.</summary>
    public bool HorizontalFlip { get; init; }

    /// <summary>Mirror top and bottom with probability one half.</summary>
    public bool VerticalFlip { get; init; }

    /// <summary>Null: the evaluation's resize and centre crop.</summary>
    public RandomResizedCrop? Crop { get; init; }

    /// <summary>How crops are resampled, and where pixels come from that are turned or sheared. Null: as the evaluation resamples.</summary>
    public Interpolation? Interpolation { get; init; }

    /// <summary>Bilinear or bicubic at random, instead of <see cref="Interpolation"/>.</summary>
    public bool RandomInterpolation { get; init; }

    /// <summary>Pixels of border around the image before it is cropped to its size again; 0 = none.</summary>
    public int PadAndCrop { get; init; }

    /// <summary>Largest angle that an image is turned by, in degrees; 0 = none is.</summary>
    public double Rotation { get; init; }

    /// <summary>A string of timm's, such as <c>rand-m9-mstd0.5-inc1</c>.</summary>
    public string? RandAugment { get; init; }

    /// <summary>Name of a policy.</summary>
    public string? AutoAugment { get; init; }

    public bool TrivialAugment { get; init; }

    public ColourJitter? ColourJitter { get; init; }

    /// <summary>Share of the images whose colours are taken away.</summary>
    public double GreyProbability { get; init; }

    /// <summary>Share of the images that are blurred.</summary>
    public double BlurProbability { get; init; }

    /// <summary>After normalisation.</summary>
    public RandomErasing? Erasing { get; init; }

    /// <summary>Whether each epoch begins with the same 8-bit image of the network's size, so that it can be kept instead of decoded again.</summary>
    public bool KeepsPixels => Crop is null;

    /// <summary>The 8-bit image of the network's size.</summary>
    public RgbImage Resample(RgbImage image, ImagePreprocessing settings, ref SeededRandom random)
    {
        if (Crop is null)
            return settings.ResizeAndCrop(image);
        var region = Crop.Choose(image.Width, image.Height, ref random);
        return PillowResize.Resize(image, region, settings.Width, settings.Height, Kernel(settings, ref random));
    }

    /// <summary>Whether this image is mirrored.</summary>
    public bool Flips(ref SeededRandom random) => HorizontalFlip && random.NextDouble() < 0.5;

    /// <summary>
    /// What is done to the 8-bit image of the network's size, in timm's order. Empty when there is nothing but <see cref="Flips"/> to do,
    /// which then costs nothing while values are normalised.
    /// </summary>
    /// <exception cref="FormatException">There is no such policy.</exception>
    public IReadOnlyList<IImageStep> Steps(ImagePreprocessing settings)
    {
        var interpolation = RandomInterpolation ? (Interpolation?)null : Interpolation ?? settings.Interpolation;
        var onMean = new Canvas(interpolation, Rgb.Mean(settings.Mean)); // as timm
        var onBorder = onMean with { Fill = new Rgb((byte)settings.Fill[0], (byte)settings.Fill[1], (byte)settings.Fill[2]) };
        List<IImageStep> steps = [];
        if (PadAndCrop > 0)
            steps.Add(new PadAndCrop(PadAndCrop, settings.Fill));
        if (VerticalFlip)
            steps.Add(new RandomFlip(Vertical: true));
        if (Rotation > 0)
            steps.Add(new RandomRotation(Rotation, onBorder));
        if (RandAugment is not null)
            steps.Add(new RandAugment(RandAugmentSettings.Parse(RandAugment), onMean));
        if (AutoAugment is not null)
            steps.Add(Policies.AutoAugment.Parse(AutoAugment, onMean));
        if (TrivialAugment)
            steps.Add(new TrivialAugmentWide(onBorder));
        if (ColourJitter is not null)
            steps.Add(ColourJitter);
        if (GreyProbability > 0)
            steps.Add(new RandomGrey(GreyProbability));
        if (BlurProbability > 0)
            steps.Add(new RandomBlur(BlurProbability));
        if (HorizontalFlip && steps.Count > 0)
            steps.Insert(PadAndCrop > 0 ? 1 : 0, new RandomFlip(Vertical: false));
        return steps;
    }

    private Interpolation Kernel(ImagePreprocessing settings, ref SeededRandom random) => RandomInterpolation
        ? random.Below(2) == 0 ? Images.Interpolation.Bilinear : Images.Interpolation.Bicubic
        : Interpolation ?? settings.Interpolation;
}
