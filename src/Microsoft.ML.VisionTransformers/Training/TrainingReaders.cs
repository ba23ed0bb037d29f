using Microsoft.ML.VisionTransformers.Augmentation;
using Microsoft.ML.VisionTransformers.Data;
using Microsoft.ML.VisionTransformers.Training.Mixing;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Training;

/// <summary>How the options say that images are read.</summary>
internal static class TrainingReaders
{
    /// <summary>Shuffled and augmented.</summary>
    public static BatchReaderSettings ForTraining(this TrainingOptions options, long seed, Action<string>? warning = null, Device? device = null) =>
        options.ForValidation(warning, device) with
        {
            Shuffle = true,
            Seed = seed,
            Repeats = options.AugmentationRepeats,
            Augmentation = options.Augmentation(),
        };

    /// <summary>What is done to each image.</summary>
    public static ImageAugmentation Augmentation(this TrainingOptions options) => new()
    {
        HorizontalFlip = options.HorizontalFlip,
        VerticalFlip = options.VerticalFlip,
        Crop = options.RandomCropMinArea < 1
            ? new RandomResizedCrop(options.RandomCropMinArea, options.RandomCropMaxArea, options.RandomCropMinRatio, options.RandomCropMaxRatio,
                options.ClippedRandomCrop)
            : null,
        Interpolation = options.AugmentationInterpolation,
        RandomInterpolation = options.RandomInterpolation,
        PadAndCrop = options.PadAndCrop,
        Rotation = options.Rotation,
        RandAugment = options.RandAugment,
        AutoAugment = options.AutoAugment,
        TrivialAugment = options.TrivialAugment,
        ColourJitter = options.ColorJitter > 0 || options.HueJitter > 0
            ? new ColourJitter(options.ColorJitter, options.ColorJitter, options.ColorJitter, options.HueJitter)
            : null,
        GreyProbability = options.RandomGrey,
        BlurProbability = options.RandomBlur,
        Erasing = options.RandomErasing > 0
            ? new RandomErasing(options.RandomErasing, options.RandomErasingFill, options.RandomErasingCount)
            : null,
    };

    /// <summary>The source's batches, mixed where the options say so.</summary>
    /// <param name="options">The options.</param>
    /// <param name="source">Batches of images and labels; disposed with what is returned.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="seed">Of the training.</param>
    public static IBatchSource Mixed(this TrainingOptions options, IBatchSource source, int classes, long seed)
    {
        var mixing = new BatchMixing
        {
            MixupAlpha = options.Mixup,
            CutmixAlpha = options.Cutmix,
            Mode = options.MixMode,
            Probability = options.MixProbability,
            SwitchProbability = options.MixSwitchProbability,
            LabelSmoothing = options.LabelSmoothing,
            Classes = classes,
        };
        return mixing.IsOn ? new MixedBatches(source, mixing, seed) : source;
    }

    /// <summary>In order, as they are.</summary>
    /// <param name="options">The options.</param>
    /// <param name="warning">Told of images that can't be used.</param>
    /// <param name="device">Where batches shall be.</param>
    /// <param name="isHeldBack">Whether they are a small part of the training's, of which a bad image or two would be more than is allowed of all.</param>
    public static BatchReaderSettings ForValidation(this TrainingOptions options, Action<string>? warning = null, Device? device = null, bool isHeldBack = false) => new()
    {
        BatchSize = options.BatchSize,
        Threads = options.LoaderThreads,
        ReadAhead = options.ReadAheadBatches,
        CacheBytes = (long)options.CacheMegabytes << 20,
        MaxBadImages = isHeldBack ? 1 : options.MaxBadImages,
        Warning = warning,
        Device = device,
    };
}
