using System.Reflection;

namespace Microsoft.ML.VisionTransformers.Training;

/// <summary>The settings that all trainers share. A trainer's own options add to them.</summary>
public abstract partial class TrainingOptions
{
    /// <summary>Images a step. Default 32, which fits ViT-B/16 at 224 pixels into 8 GB; smaller networks train faster with more.</summary>
    public int BatchSize = 32;

    /// <summary>
    /// Most passes over the training images. Default 10, enough to fine-tune published weights; training from scratch takes 50 to 300.
    /// 100 where a classifier starts from random weights without a recipe: see <see cref="Classification.ImageClassificationOptions.Recipe"/>.
    /// </summary>
    public int MaxEpochs = 10;

    /// <summary>AdamW's decoupled weight decay. Default 0.05, as in MAE, DeiT and Swin. Biases, norms, class tokens and position embeddings are exempt.</summary>
    public double WeightDecay = 0.05;

    /// <summary>Decay of AdamW's running mean of gradients, in 0..1. Default 0.9.</summary>
    public double Beta1 = 0.9;

    /// <summary>Decay of AdamW's running mean of squared gradients, in 0..1. Default 0.999, for fine-tuning; from scratch 0.95 is steadier (MAE's pretraining).</summary>
    public double Beta2 = 0.999;

    /// <summary>Added to AdamW's denominator. Default 1e-8, PyTorch's.</summary>
    public double Epsilon = 1e-8;

    /// <summary>How gradients become steps. Default AdamW, which all recipes for vision transformers use since DeiT.</summary>
    public OptimizerKind Optimizer = OptimizerKind.AdamW;

    /// <summary>Momentum of <see cref="OptimizerKind.Sgd"/> and <see cref="OptimizerKind.Lars"/>, in 0..1. Default 0.9, as the original ViT fine-tunes.</summary>
    public double Momentum = 0.9;

    /// <summary>
    /// Batches whose gradients make one step, averaged over all their images: the step of a batch that many times as large, in the memory of
    /// one. Default 1.
    /// </summary>
    public int GradientAccumulation = 1;

    /// <summary>Largest length of all gradients together; longer ones are scaled down to it. Default null: not clipped, as MAE; Swin takes 5, ViT from scratch 1.</summary>
    public double? GradientClipNorm;

    /// <summary>
    /// What a layer's learning rate is of that of the layer after it, above 0 to 1. Default 1: the same for all; MAE fine-tunes ViT-B with
    /// 0.65, ViT-L and H with 0.75 (Bao et al., BEiT, 2022).
    /// </summary>
    public double LayerDecay = 1;

    /// <summary>
    /// Decay of a moving average of the weights, which is then validated and kept instead of them; at least 0 and below 1. Default null: none.
    /// 0.9999 suits tens of thousands of steps, 0.99 a few hundred.
    /// </summary>
    public double? EmaDecay;

    /// <summary>
    /// Folder that the training lives in: where it is (<c>last.safetensors</c>) and its best weights (<c>best-0007.safetensors</c>, which
    /// <c>Weights</c> takes). A training that was killed goes on from there, on CPU to the bit. For people there are <c>settings.json</c>,
    /// <c>metrics.csv</c> (a line an epoch), <c>events.out.tfevents.*</c> (TensorBoard, the epoch as step), <c>curves.png</c>, <c>batch.png</c>
    /// (the first augmented batch) and, of the best weights on the validation images, <c>confusion.png</c> and <c>per-class.csv</c>.
    /// A classifier's trainer that is fitted to several sets, as cross-validation does, has the second in <c>fit-2</c> within, and so on.
    /// Default null: nothing is written.
    /// </summary>
    [ExecutionOnly]
    public string? OutputFolder;

    /// <summary>What happens to a training that <see cref="OutputFolder"/> holds already. Default: it goes on.</summary>
    [ExecutionOnly]
    public ExistingRun ExistingRun = ExistingRun.Resume;

    /// <summary>Time between two checkpoints within an epoch; there is one at the end of each epoch too. Default 10 minutes.</summary>
    [ExecutionOnly]
    public TimeSpan CheckpointInterval = TimeSpan.FromMinutes(10);

    /// <summary>
    /// How many epochs can be gone back to. Default 1: the last, as <c>last.safetensors</c>, beside the best weights. More keep
    /// <c>epoch-0007.safetensors</c> of that many epochs, each the size of <c>last.safetensors</c>; put one in its place to go on from there.
    /// </summary>
    [ExecutionOnly]
    public int KeepCheckpoints = 1;

    /// <summary>Share of the target spread over all classes, in 0..1. Default 0.1, as in DeiT, MAE and Swin.</summary>
    public double LabelSmoothing = 0.1;

    /// <summary>When to stop before <see cref="MaxEpochs"/>. Default null: never, since a cosine schedule has its best weights at its end.</summary>
    public EarlyStopping? EarlyStoppingCriteria;

    /// <summary>Which validation metric decides which epoch's weights are kept. Default accuracy. Without validation images the last epoch's are.</summary>
    public TrainingMetric BestMetric = TrainingMetric.Accuracy;

    /// <summary>
    /// The metric, by its name, that decides instead of <see cref="BestMetric"/>: one of those that the training measures after epochs. Of equal
    /// epochs the one with the smaller loss is kept; one in which it was not measured is not. A name that is none of them is refused before the
    /// first step, with a list. Default null.
    /// </summary>
    public string? BestMetricName;

    /// <summary>Share of the training images that may be unusable (missing, damaged) before that is an error. Default 0.01; they are skipped and named in the log.</summary>
    public double MaxBadImages = 0.01;

    /// <summary>Threads that decode and augment images. Default 0: one a core, 8 at most.</summary>
    [ExecutionOnly]
    public int LoaderThreads = 0;

    /// <summary>Batches prepared before the network asks for them. Default 3.</summary>
    [ExecutionOnly]
    public int ReadAheadBatches = 3;

    /// <summary>
    /// Most megabytes of decoded pixels kept in memory between epochs, of the training images and, once more, of the validation images. Default 1024;
    /// 0 = decode each time, as is done with images for other measurements.
    /// </summary>
    [ExecutionOnly]
    public int CacheMegabytes = 1024;

    /// <summary>Seed of shuffling, augmentation, dropout and fresh weights. Default null: drawn from the MLContext, so that one with a seed makes training repeatable. One seed gives one result on CPU.</summary>
    [ExecutionOnly]
    public int? Seed;

    /// <summary>
    /// Stops the training at the next step, after it was saved in the <see cref="OutputFolder"/>, if there is one. What then happens is
    /// <see cref="ThrowOnCancellation"/>'s choice. <see cref="TerminationSignals"/> has a token for Ctrl-C and SIGTERM. Default: cannot be cancelled.
    /// </summary>
    [ExecutionOnly]
    public CancellationToken CancellationToken;

    /// <summary>
    /// Default false: a cancelled training returns the best weights so far, and throws OperationCanceledException only when no epoch has been
    /// completed. True: it always throws.
    /// </summary>
    [ExecutionOnly]
    public bool ThrowOnCancellation = false;

    /// <summary>Called on the training thread at most every <see cref="ProgressInterval"/>, and at the end of each epoch. Default null.</summary>
    [ExecutionOnly]
    public Action<TrainingProgress>? ProgressCallback;

    /// <summary>Shortest time between two calls of <see cref="ProgressCallback"/>. Default half a second.</summary>
    [ExecutionOnly]
    public TimeSpan ProgressInterval = TimeSpan.FromMilliseconds(500);

    /// <summary>Called on the training thread after each epoch. Default null.</summary>
    [ExecutionOnly]
    public Action<TrainingMetrics>? MetricsCallback;

    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range; the message names it.</exception>
    internal void Validate()
    {
        Check(BatchSize >= 1, nameof(BatchSize), BatchSize, "at least 1");
        Check(MaxEpochs >= 1, nameof(MaxEpochs), MaxEpochs, "at least 1");
        ValidateSchedule();
        ValidateFreezing();
        ValidatePrecision();
        Check(WeightDecay >= 0, nameof(WeightDecay), WeightDecay, "at least 0");
        Check(Beta1 is >= 0 and < 1, nameof(Beta1), Beta1, "at least 0 and below 1");
        Check(Beta2 is >= 0 and < 1, nameof(Beta2), Beta2, "at least 0 and below 1");
        Check(Epsilon > 0, nameof(Epsilon), Epsilon, "above 0");
        Check(Momentum is >= 0 and < 1, nameof(Momentum), Momentum, "at least 0 and below 1");
        Check(GradientAccumulation >= 1, nameof(GradientAccumulation), GradientAccumulation, "at least 1");
        Check(GradientClipNorm is null or > 0, nameof(GradientClipNorm), GradientClipNorm ?? 0, "above 0, or null");
        Check(LayerDecay is > 0 and <= 1, nameof(LayerDecay), LayerDecay, "above 0 and at most 1");
        Check(EmaDecay is null or >= 0 and < 1, nameof(EmaDecay), EmaDecay ?? 0, "at least 0 and below 1, or null");
        Check(CheckpointInterval >= TimeSpan.Zero, nameof(CheckpointInterval), CheckpointInterval, "at least 0");
        Check(KeepCheckpoints >= 1, nameof(KeepCheckpoints), KeepCheckpoints, "at least 1");
        Check(LabelSmoothing is >= 0 and < 1, nameof(LabelSmoothing), LabelSmoothing, "at least 0 and below 1");
        ValidateAugmentation();
        Check(MaxBadImages is >= 0 and <= 1, nameof(MaxBadImages), MaxBadImages, "in 0..1");
        Check(LoaderThreads >= 0, nameof(LoaderThreads), LoaderThreads, "at least 0");
        Check(ReadAheadBatches >= 1, nameof(ReadAheadBatches), ReadAheadBatches, "at least 1");
        Check(CacheMegabytes >= 0, nameof(CacheMegabytes), CacheMegabytes, "at least 0");
    }

    /// <summary>Whether another value of a field gives other weights.</summary>
    internal static bool ChangesTheResult(FieldInfo field) => field.GetCustomAttribute<ExecutionOnlyAttribute>() is null;

    private static void Check(bool holds, string name, object value, string range)
    {
        if (!holds)
            throw new ArgumentOutOfRangeException(name, value, $"{name} must be {range}.");
    }
}
