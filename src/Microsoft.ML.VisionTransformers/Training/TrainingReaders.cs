using Microsoft.ML.VisionTransformers.Augmentation;
using Microsoft.ML.VisionTransformers.Data;
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
            Augmentation = new ImageAugmentation
            {
                HorizontalFlip = options.HorizontalFlip,
                Crop = options.RandomCropMinArea < 1 ? new RandomResizedCrop(options.RandomCropMinArea) : null,
            },
        };

    /// <summary>In order, as they are.</summary>
    public static BatchReaderSettings ForValidation(this TrainingOptions options, Action<string>? warning = null, Device? device = null) => new()
    {
        BatchSize = options.BatchSize,
        Threads = options.LoaderThreads,
        ReadAhead = options.ReadAheadBatches,
        CacheBytes = (long)options.CacheMegabytes << 20,
        MaxBadImages = options.MaxBadImages,
        Warning = warning,
        Device = device,
    };
}
