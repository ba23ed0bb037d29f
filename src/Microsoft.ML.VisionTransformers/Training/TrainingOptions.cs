namespace Microsoft.ML.VisionTransformers.Training;

/// <summary>The settings that all trainers share. A trainer's own options add to them.</summary>
public abstract class TrainingOptions
{
    /// <summary>Images a step. Default 32, which fits ViT-B/16 at 224 pixels into 8 GB; smaller networks train faster with more.</summary>
    public int BatchSize = 32;

    /// <summary>Most passes over the training images. Default 10, enough to fine-tune published weights; training from scratch takes 50 to 300.</summary>
    public int MaxEpochs = 10;

    /// <summary>Highest learning rate, reached after the warm-up. Default 1e-4, for fine-tuning with AdamW; from scratch small networks stand 1e-3.</summary>
    public double LearningRate = 1e-4;

    /// <summary>Learning rate at the end of the cosine. Default 0, as in MAE's recipes but for fine-tuning (1e-6).</summary>
    public double MinimumLearningRate = 0;

    /// <summary>Share of all steps in which the learning rate rises linearly from 0. Default 0.05, as MAE fine-tunes (5 of 100 epochs).</summary>
    public double WarmupFraction = 0.05;

    /// <summary>AdamW's decoupled weight decay. Default 0.05, as in MAE, DeiT and Swin. Biases, norms, class tokens and position embeddings are exempt.</summary>
    public double WeightDecay = 0.05;

    /// <summary>Decay of AdamW's running mean of gradients, in 0..1. Default 0.9.</summary>
    public double Beta1 = 0.9;

    /// <summary>Decay of AdamW's running mean of squared gradients, in 0..1. Default 0.999, for fine-tuning; from scratch 0.95 is steadier (MAE's pretraining).</summary>
    public double Beta2 = 0.999;

    /// <summary>Added to AdamW's denominator. Default 1e-8, PyTorch's.</summary>
    public double Epsilon = 1e-8;

    /// <summary>Share of the target spread over all classes, in 0..1. Default 0.1, as in DeiT, MAE and Swin.</summary>
    public double LabelSmoothing = 0.1;

    /// <summary>Mirror half of the training images. Default on; switch it off where left and right matter, as with digits or text.</summary>
    public bool HorizontalFlip = true;

    /// <summary>
    /// Smallest share of an image's area that a random resized crop takes; 1 = no random crop, the evaluation's resize and centre crop instead.
    /// Default 0.35: gentle, for fine-tuning on small sets; ImageNet recipes take 0.08.
    /// </summary>
    public double RandomCropMinArea = 0.35;

    /// <summary>When to stop before <see cref="MaxEpochs"/>. Default null: never, since a cosine schedule has its best weights at its end.</summary>
    public EarlyStopping? EarlyStoppingCriteria;

    /// <summary>Which validation metric decides which epoch's weights are kept. Default accuracy. Without validation images the last epoch's are.</summary>
    public TrainingMetric BestMetric = TrainingMetric.Accuracy;

    /// <summary>Share of the training images that may be unusable (missing, damaged) before that is an error. Default 0.01; they are skipped and named in the log.</summary>
    public double MaxBadImages = 0.01;

    /// <summary>Threads that decode and augment images. Default 0: one a core, 8 at most.</summary>
    public int LoaderThreads = 0;

    /// <summary>Batches prepared before the network asks for them. Default 3.</summary>
    public int ReadAheadBatches = 3;

    /// <summary>Most megabytes of decoded pixels kept in memory between epochs. Default 1024; 0 = decode each time.</summary>
    public int CacheMegabytes = 1024;

    /// <summary>Seed of shuffling, augmentation, dropout and fresh weights. Default null: drawn from the MLContext, so that one with a seed makes training repeatable. One seed gives one result on CPU.</summary>
    public int? Seed;

    /// <summary>
    /// Stops the training at the next step. What then happens is <see cref="ThrowOnCancellation"/>'s choice. Default: cannot be cancelled.
    /// </summary>
    public CancellationToken CancellationToken;

    /// <summary>
    /// Default false: a cancelled training returns the best weights so far, and throws OperationCanceledException only when no epoch has been
    /// completed. True: it always throws.
    /// </summary>
    public bool ThrowOnCancellation = false;

    /// <summary>Called on the training thread at most every <see cref="ProgressInterval"/>, and at the end of each epoch. Default null.</summary>
    public Action<TrainingProgress>? ProgressCallback;

    /// <summary>Shortest time between two calls of <see cref="ProgressCallback"/>. Default half a second.</summary>
    public TimeSpan ProgressInterval = TimeSpan.FromMilliseconds(500);

    /// <summary>Called on the training thread after each epoch. Default null.</summary>
    public Action<TrainingMetrics>? MetricsCallback;

    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range; the message names it.</exception>
    internal void Validate()
    {
        Check(BatchSize >= 1, nameof(BatchSize), BatchSize, "at least 1");
        Check(MaxEpochs >= 1, nameof(MaxEpochs), MaxEpochs, "at least 1");
        Check(LearningRate > 0 && double.IsFinite(LearningRate), nameof(LearningRate), LearningRate, "above 0");
        Check(MinimumLearningRate >= 0 && MinimumLearningRate <= LearningRate, nameof(MinimumLearningRate), MinimumLearningRate, $"in 0..{nameof(LearningRate)}");
        Check(WarmupFraction is >= 0 and < 1, nameof(WarmupFraction), WarmupFraction, "at least 0 and below 1");
        Check(WeightDecay >= 0, nameof(WeightDecay), WeightDecay, "at least 0");
        Check(Beta1 is >= 0 and < 1, nameof(Beta1), Beta1, "at least 0 and below 1");
        Check(Beta2 is >= 0 and < 1, nameof(Beta2), Beta2, "at least 0 and below 1");
        Check(Epsilon > 0, nameof(Epsilon), Epsilon, "above 0");
        Check(LabelSmoothing is >= 0 and < 1, nameof(LabelSmoothing), LabelSmoothing, "at least 0 and below 1");
        Check(RandomCropMinArea is > 0 and <= 1, nameof(RandomCropMinArea), RandomCropMinArea, "above 0 and at most 1");
        Check(MaxBadImages is >= 0 and <= 1, nameof(MaxBadImages), MaxBadImages, "in 0..1");
        Check(LoaderThreads >= 0, nameof(LoaderThreads), LoaderThreads, "at least 0");
        Check(ReadAheadBatches >= 1, nameof(ReadAheadBatches), ReadAheadBatches, "at least 1");
        Check(CacheMegabytes >= 0, nameof(CacheMegabytes), CacheMegabytes, "at least 0");
    }

    private static void Check(bool holds, string name, object value, string range)
    {
        if (!holds)
            throw new ArgumentOutOfRangeException(name, value, $"{name} must be {range}.");
    }
}
