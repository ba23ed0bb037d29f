using Microsoft.ML.VisionTransformers.Augmentation;
using Microsoft.ML.VisionTransformers.Augmentation.Policies;
using Microsoft.ML.VisionTransformers.Images;
using Microsoft.ML.VisionTransformers.Training.Mixing;

namespace Microsoft.ML.VisionTransformers.Training;

// What is done to training images, in the order in which it is done.
public abstract partial class TrainingOptions
{
    /// <summary>
    /// Smallest share of an image's area that a random resized crop takes; 1 = no random crop, the evaluation's resize and centre crop instead.
    /// Default 0.35: gentle, for fine-tuning on small sets; ImageNet recipes take 0.08.
    /// </summary>
    public double RandomCropMinArea = 0.35;

    /// <summary>Largest share of the area, at least <see cref="RandomCropMinArea"/> and at most 1. Default 1, as everywhere.</summary>
    public double RandomCropMaxArea = 1;

    /// <summary>Smallest width : height of a random crop, above 0. Default 3/4, as everywhere.</summary>
    public double RandomCropMinRatio = 3.0 / 4;

    /// <summary>Largest width : height of a random crop. Default 4/3, as everywhere.</summary>
    public double RandomCropMaxRatio = 4.0 / 3;

    /// <summary>
    /// Random crops get one try, and are cut to the image where they are too long: MAE's linear probes are trained so. Default off: ten tries,
    /// as everywhere else.
    /// </summary>
    public bool ClippedRandomCrop;

    /// <summary>
    /// How random crops are resampled, and pixels found that are turned or sheared. Default null: as the evaluation resamples, as MAE and Swin train.
    /// </summary>
    public Interpolation? AugmentationInterpolation;

    /// <summary>Bilinear or bicubic at random instead, anew each time. Default off; timm's own recipes have it on.</summary>
    public bool RandomInterpolation;

    /// <summary>
    /// Pixels of border around an image before it is cropped to its size again, at a random place. Default 0: none; 4 is usual for images of
    /// 28 to 32 pixels. The border has the colour of the preprocessing's <see cref="ImagePreprocessing.Fill"/>, black by default.
    /// </summary>
    public int PadAndCrop;

    /// <summary>Mirror half of the training images. Default on; switch it off where left and right matter, as with digits or text.</summary>
    public bool HorizontalFlip = true;

    /// <summary>
    /// Mirror top and bottom of half of the training images. Default off; for pictures that have no up and down, as from above or through a
    /// microscope.
    /// </summary>
    public bool VerticalFlip;

    /// <summary>
    /// Largest angle that training images are turned by, in degrees, 0..180. Default 0: they are not. 10 to 15 suits photographs. Corners
    /// are filled as by <see cref="PadAndCrop"/>.
    /// </summary>
    public double Rotation;

    /// <summary>
    /// RandAugment in timm's grammar. Default null: none; <c>rand-m9-mstd0.5-inc1</c> is what MAE and Swin train with on ImageNet. Sections
    /// m (magnitude), n (operations an image), p (probability of each), mstd (spread of the magnitude), mmax (its limit), inc (1: the
    /// increasing operations), w0, t (weights, 3a or 3aw). The same where a classifier starts from random weights without a recipe:
    /// see <see cref="Classification.ImageClassificationOptions.Recipe"/>.
    /// </summary>
    public string? RandAugment;

    /// <summary>
    /// A policy of AutoAugment: timm's original, originalr, v0, v0r or 3a, each also with a spread (<c>original-mstd0.5</c>), or
    /// torchvision's imagenet, cifar10 or svhn. Default null: none, since RandAugment does as well without having been searched for.
    /// </summary>
    public string? AutoAugment;

    /// <summary>TrivialAugment with its wide ranges: one operation an image at any strength. Default off; the choice with nothing to tune.</summary>
    public bool TrivialAugment;

    /// <summary>
    /// Brightness, contrast and saturation are multiplied by 1 - x to 1 + x, in random order. Default 0: they are not; timm takes 0.4 where
    /// there is no RandAugment. Done beside a policy too, if both are set; timm then drops it.
    /// </summary>
    public double ColorJitter;

    /// <summary>The hue is turned by up to this share of a full turn, 0..0.5. Default 0; 0.1 is usual beside <see cref="ColorJitter"/>.</summary>
    public double HueJitter;

    /// <summary>Share of the training images that lose their colours, 0..1. Default 0; SimCLR takes 0.2.</summary>
    public double RandomGrey;

    /// <summary>Share of the training images that are blurred, by a Gaussian of 0.1 to 2 pixels, 0..1. Default 0; SimCLR takes 0.5.</summary>
    public double RandomBlur;

    /// <summary>
    /// Share of the training images from which a rectangle is erased, 0..1. Default 0; 0.25 in MAE's, Swin's and DeiT's recipes, and
    /// where a classifier starts from random weights without a recipe: see <see cref="Classification.ImageClassificationOptions.Recipe"/>.
    /// </summary>
    public double RandomErasing;

    /// <summary>What takes the place of what is erased. Default noise, as in those recipes.</summary>
    public ErasingFill RandomErasingFill = ErasingFill.Noise;

    /// <summary>Most rectangles erased from an image. Default 1, as in those recipes.</summary>
    public int RandomErasingCount = 1;

    /// <summary>
    /// Alpha of mixup: pairs of images shine through each other, in shares from the beta distribution of alpha and alpha. Default 0: off; 0.8
    /// in MAE's, Swin's and DeiT's recipes, for hundreds of epochs. Labels are mixed alike, after smoothing; the training accuracy then counts
    /// the class with the larger share. 0.8 where a classifier starts from random weights without a recipe:
    /// see <see cref="Classification.ImageClassificationOptions.Recipe"/>.
    /// </summary>
    public double Mixup;

    /// <summary>
    /// Alpha of cutmix: a rectangle of one image comes from another. Default 0: off; 1 in those recipes, and
    /// where a classifier starts from random weights without a recipe: see <see cref="Classification.ImageClassificationOptions.Recipe"/>.
    /// </summary>
    public double Cutmix;

    /// <summary>Whether batches, pairs of images or single images draw their own shares and rectangles. Default batches, as in those recipes.</summary>
    public MixMode MixMode = MixMode.Batch;

    /// <summary>Probability that a batch, pair or image is mixed at all, 0..1. Default 1, as in those recipes.</summary>
    public double MixProbability = 1;

    /// <summary>Probability that it is cutmix rather than mixup where both are on, 0..1. Default 0.5, as in those recipes.</summary>
    public double MixSwitchProbability = 0.5;

    /// <summary>
    /// How many times in a row an image comes, augmented anew each time, in epochs that stay as long: timm's <c>--aug-repeats</c>. Default 1: once.
    /// DeiT takes 3, for batches of 1024; with small batches it rather costs accuracy (Touvron et al., 2021). Not with balanced sampling.
    /// </summary>
    public int AugmentationRepeats = 1;

    /// <summary>Random crops of all sizes and horizontal flips alone: what a recipe begins with, so that nothing of what was set before is left.</summary>
    internal void ResetAugmentation()
    {
        (RandomCropMaxArea, RandomCropMinRatio, RandomCropMaxRatio, ClippedRandomCrop, PadAndCrop) = (1, 3.0 / 4, 4.0 / 3, false, 0);
        (HorizontalFlip, VerticalFlip, Rotation) = (true, false, 0);
        (AugmentationInterpolation, RandomInterpolation) = (null, false);
        (RandAugment, AutoAugment, TrivialAugment) = (null, null, false);
        (ColorJitter, HueJitter, RandomGrey, RandomBlur, RandomErasing) = (0, 0, 0, 0, 0);
        AugmentationRepeats = 1;
    }

    private void ValidateAugmentation()
    {
        Check(AugmentationRepeats >= 1, nameof(AugmentationRepeats), AugmentationRepeats, "at least 1");
        Check(Enum.IsDefined(MixMode), nameof(MixMode), MixMode, "one of its names");
        Check(RandomCropMinArea is > 0 and <= 1, nameof(RandomCropMinArea), RandomCropMinArea, "above 0 and at most 1");
        Check(RandomCropMaxArea >= RandomCropMinArea && RandomCropMaxArea <= 1, nameof(RandomCropMaxArea), RandomCropMaxArea,
            $"in {nameof(RandomCropMinArea)}..1");
        Check(RandomCropMinRatio > 0 && double.IsFinite(RandomCropMinRatio), nameof(RandomCropMinRatio), RandomCropMinRatio, "above 0");
        Check(RandomCropMaxRatio >= RandomCropMinRatio && double.IsFinite(RandomCropMaxRatio), nameof(RandomCropMaxRatio), RandomCropMaxRatio,
            $"at least {nameof(RandomCropMinRatio)}");
        Check(AugmentationInterpolation is null || Enum.IsDefined(AugmentationInterpolation.Value), nameof(AugmentationInterpolation),
            AugmentationInterpolation ?? 0, "one of the kernels, or null");
        Check(PadAndCrop is >= 0 and <= 4096, nameof(PadAndCrop), PadAndCrop, "in 0..4096");
        Check(Rotation is >= 0 and <= 180, nameof(Rotation), Rotation, "in 0..180");
        Check(ColorJitter is >= 0 and <= 10, nameof(ColorJitter), ColorJitter, "in 0..10");
        Check(HueJitter is >= 0 and <= 0.5, nameof(HueJitter), HueJitter, "in 0..0.5");
        foreach (var (name, probability) in new[] { (nameof(RandomGrey), RandomGrey), (nameof(RandomBlur), RandomBlur),
                     (nameof(RandomErasing), RandomErasing),
                     (nameof(MixProbability), MixProbability), (nameof(MixSwitchProbability), MixSwitchProbability) })
            Check(probability is >= 0 and <= 1, name, probability, "in 0..1");
        Check(Enum.IsDefined(RandomErasingFill), nameof(RandomErasingFill), RandomErasingFill, "one of its names");
        Check(RandomErasingCount >= 1, nameof(RandomErasingCount), RandomErasingCount, "at least 1");
        Check(Mixup is >= 0 and <= 1000, nameof(Mixup), Mixup, "in 0..1000");
        Check(Cutmix is >= 0 and <= 1000, nameof(Cutmix), Cutmix, "in 0..1000");
        CheckPolicies();
    }

    private void CheckPolicies()
    {
        int policies = (RandAugment is null ? 0 : 1) + (AutoAugment is null ? 0 : 1) + (TrivialAugment ? 1 : 0);
        if (policies > 1)
            throw new ArgumentException($"{nameof(RandAugment)}, {nameof(AutoAugment)} and {nameof(TrivialAugment)} exclude each other; "
                + $"{policies} of them are set.");
        Parse(nameof(RandAugment), RandAugment, text => RandAugmentSettings.Parse(text));
        Parse(nameof(AutoAugment), AutoAugment, text => Augmentation.Policies.AutoAugment.Parse(text, new Canvas(null, default)));
    }

    private static void Parse(string name, string? text, Action<string> parse)
    {
        try
        {
            if (text is not null)
                parse(text);
        }
        catch (FormatException e)
        {
            throw new ArgumentException($"{name}: {e.Message}", name, e);
        }
    }
}
