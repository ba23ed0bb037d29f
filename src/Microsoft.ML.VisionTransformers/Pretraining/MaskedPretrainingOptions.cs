using Microsoft.ML.VisionTransformers.Architectures;
using Microsoft.ML.VisionTransformers.Images;
using Microsoft.ML.VisionTransformers.Modules;
using Microsoft.ML.VisionTransformers.Training;
using Microsoft.ML.VisionTransformers.Weights.Hub;

namespace Microsoft.ML.VisionTransformers.Pretraining;

/// <summary>Settings of a trainer that learns images by reconstructing what it does not see, beside those of <see cref="TrainingOptions"/>.</summary>
public abstract class MaskedPretrainingOptions : TrainingOptions
{
    /// <summary>Settings of a published recipe, for 64 images a step: what the authors give to each GPU.</summary>
    private protected MaskedPretrainingOptions(PretrainingRecipe recipe)
    {
        Recipe = recipe;
        BatchSize = 64;
        LabelSmoothing = 0;
        BestMetric = TrainingMetric.Loss;
    }

    /// <summary>
    /// Column of images: a path (text), the bytes of an encoded file (<c>VBuffer&lt;byte&gt;</c>) or <c>MLImage</c>. Default
    /// <c>ImagePath</c>, as <c>LoadImageFolder</c> calls it.
    /// </summary>
    [ExecutionOnly]
    public string InputColumnName = "ImagePath";

    /// <summary>Column that the model adds for the embedding, a vector of as many numbers as a token of the encoder has (of all tokens, where <see cref="Pooling"/> says so). Default <c>Features</c>, where trainers look.</summary>
    [ExecutionOnly]
    public string OutputColumnName = "Features";

    /// <summary>
    /// Column of classes, for watching only: every <see cref="ProbeEpochs"/> epochs the embeddings are judged by their nearest neighbours. A key
    /// column, as <c>MapValueToKey</c> makes; rows may lack a label. Nothing is learnt from it. Default null: there are none.
    /// </summary>
    [ExecutionOnly]
    public string? LabelColumnName;

    /// <summary>Name or alias in the <see cref="ArchitectureRegistry"/>. Default null: the one of the <see cref="Weights"/>, or the trainer's own.</summary>
    public string? Architecture;

    /// <summary>An architecture of your own sizes, instead of one by name. Default null.</summary>
    public VisionArchitecture? CustomArchitecture;

    /// <summary>
    /// Weights to go on from: a file, a folder (an <see cref="TrainingOptions.OutputFolder"/> among them), a saved model, the name of a model on the
    /// hub, or <c>pretrained</c> for those of the architecture's row; see <see cref="Classification.ImageClassificationOptions.Weights"/>. Where
    /// they are an encoder's alone, name the architecture; its decoder starts anew. Default null: random weights, as published.
    /// </summary>
    public string? Weights;

    /// <summary>Where named weights are downloaded from and kept. Default null: as the environment variables of HuggingFace's own tools say, or else the public hub.</summary>
    [ExecutionOnly]
    public HubOptions? Hub;

    /// <summary>
    /// How images are prepared. Default null: as the weights' publisher did, or the architecture's row says. Its size and channels have to
    /// be those of the architecture. Saved with the model.
    /// </summary>
    public ImagePreprocessing? Preprocessing;

    /// <summary>
    /// Share of patches that the encoder does not see, above 0 and below 1; FastConvMAE takes 1 - 1/n. Default null: the architecture's, 0.75 in
    /// all published ones.
    /// </summary>
    public double? MaskRatio;

    /// <summary>
    /// Whether the pixels to predict are normalised within each patch. Default null: the architecture's; on in all published recipes, since it gives
    /// the better features. Off where brightness and contrast themselves matter, as in finding anomalies.
    /// </summary>
    public bool? NormalizePixels;

    /// <summary>
    /// What is reconstructed. Default the pixels alone, as published. Several targets are a mixture of reconstructors; see
    /// <see cref="ReconstructionTarget"/>: <c>Targets = [new PixelTarget(), new TeacherTarget(), new EncoderTarget("openai/clip-vit-base-patch16")]</c>.
    /// Reconstructions and losses of the model are those of the pixels, so they need a <see cref="PixelTarget"/>.
    /// </summary>
    public IReadOnlyList<ReconstructionTarget> Targets = [new PixelTarget()];

    /// <summary>
    /// Blocks of the decoder, from its end, that each of several targets has to itself; all share those before. From 0, when only norm and head are its
    /// own, to all. Default null: a quarter of the decoder, 2 of 8 blocks. Sharing more is cheaper; pixels and features of other encoders ask for
    /// different things in the end.
    /// </summary>
    public int? OwnDecoderBlocks;

    /// <summary>Images that the loss is measured on after each epoch, always with the same masks; the best epoch's weights are then kept. Default null: none, and the last epoch's are.</summary>
    [ExecutionOnly]
    public IDataView? ValidationSet;

    /// <summary>What becomes the embedding. Default the mean of the patches' tokens, as fine-tuning takes it; only MAE has a class token.</summary>
    [ExecutionOnly]
    public EmbeddingPooling Pooling = EmbeddingPooling.Mean;

    /// <summary>
    /// Column that the model adds for the reconstruction, an image of the network's size: each patch as it was predicted where it was hidden, the mean
    /// over <see cref="ScoringMasks"/>. Default null: none, which spares the decoder.
    /// </summary>
    [ExecutionOnly]
    public string? ReconstructionColumnName;

    /// <summary>
    /// Column that the model adds for the loss of each image alone, a number: high where an image is unlike those of the training, so it serves as an
    /// anomaly score. Default null: none, which spares the decoder.
    /// </summary>
    [ExecutionOnly]
    public string? LossColumnName;

    /// <summary>
    /// Masks that reconstruction and loss are the mean over. They are the same for every image and every time, drawn from fixed seeds, so an image
    /// always gets the same score. Default 4: with three quarters hidden, 1 patch of 250 is in view under all of them. More are steadier, and each takes
    /// its time. FastConvMAE draws as many at once as complement each other.
    /// </summary>
    [ExecutionOnly]
    public int ScoringMasks = 4;

    /// <summary>Whether the model gives NaN to images it can't read, rather than throw. Default false: a pipeline should hear of damaged input.</summary>
    [ExecutionOnly]
    public bool SkipBadImages;

    /// <summary>Images scored at once. Default 32: larger gains little on a CPU.</summary>
    [ExecutionOnly]
    public int ScoringBatchSize = 32;

    /// <summary>
    /// Epochs between two pictures in the <see cref="TrainingOptions.OutputFolder"/>: <c>reconstruction-0010.png</c> shows eight training images, what
    /// was seen of them, and what was made of it. Epoch <see cref="TrainingOptions.MaxEpochs"/> has one too. Default 10; 0 = none.
    /// </summary>
    [ExecutionOnly]
    public int PictureEpochs = 10;

    /// <summary>Epochs between two probes of the embeddings, where there is a <see cref="LabelColumnName"/>; epoch <see cref="TrainingOptions.MaxEpochs"/> has one too. Default 10; 0 = none.</summary>
    [ExecutionOnly]
    public int ProbeEpochs = 10;

    /// <summary>Most labelled images that a probe takes, at random; a fifth of them asks, the others answer. Default 5000: half a percent more or less shows.</summary>
    [ExecutionOnly]
    public int ProbeImages = 5000;

    /// <summary>
    /// The published recipe that was taken over last; at first that of the trainer. Setting it sets all settings that decide what is learnt, but
    /// <see cref="TrainingOptions.BatchSize"/> and <see cref="TrainingOptions.GradientAccumulation"/>, which the learning rate follows; what is set
    /// after it stays.
    /// </summary>
    public PretrainingRecipe Recipe
    {
        get;
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            field = value;
            value.ApplyTo(this);
        }
    }

    /// <summary>Whether pixels are a target.</summary>
    internal bool ReconstructsPixels => Targets.Any(target => target is PixelTarget);

    /// <summary>The architecture when neither a name nor weights say.</summary>
    internal abstract string DefaultArchitecture { get; }

    internal MaskedPretrainingOptions Copy()
    {
        var copy = (MaskedPretrainingOptions)MemberwiseClone();
        (copy.Hub, copy.EarlyStoppingCriteria) = (Hub?.Copy(), EarlyStoppingCriteria?.Copy());
        copy.Targets = [.. Targets];
        return copy;
    }

    /// <exception cref="ArgumentException">A setting is outside its range, or has no meaning here.</exception>
    internal void Check()
    {
        Validate();
        Hub?.Validate();
        var columns = new[] { (nameof(InputColumnName), InputColumnName), (nameof(OutputColumnName), OutputColumnName),
            (nameof(LabelColumnName), LabelColumnName ?? "-"), (nameof(ReconstructionColumnName), ReconstructionColumnName ?? "-"), (nameof(LossColumnName), LossColumnName ?? "-") };
        foreach (var (name, value) in columns)
            if (string.IsNullOrWhiteSpace(value))
                throw new ArgumentException($"{name} is empty.", name);
        Require(MaskRatio is null or > 0 and < 1, nameof(MaskRatio), MaskRatio, "above 0 and below 1, or null");
        Require(Enum.IsDefined(Pooling), nameof(Pooling), Pooling, "one of its names");
        Require(ScoringMasks >= 1, nameof(ScoringMasks), ScoringMasks, "at least 1");
        Require(ScoringBatchSize >= 1, nameof(ScoringBatchSize), ScoringBatchSize, "at least 1");
        Require(PictureEpochs >= 0, nameof(PictureEpochs), PictureEpochs, "at least 0");
        Require(ProbeEpochs >= 0, nameof(ProbeEpochs), ProbeEpochs, "at least 0");
        Require(ProbeImages >= 10, nameof(ProbeImages), ProbeImages, "at least 10");
        CheckTargets();
        CheckMeaningless();
        CheckMetric(nameof(BestMetricName), BestMetricName);
        CheckMetric(nameof(EarlyStoppingCriteria), EarlyStoppingCriteria?.MetricName);
    }

    private void CheckTargets()
    {
        ArgumentNullException.ThrowIfNull(Targets);
        if (Targets.Count == 0)
            throw new ArgumentException($"{nameof(Targets)} is empty: there is nothing to reconstruct.", nameof(Targets));
        foreach (var target in Targets)
            target.Check();
        foreach (var type in new[] { typeof(PixelTarget), typeof(TeacherTarget) })
            if (Targets.Count(target => target.GetType() == type) > 1)
                throw new ArgumentException($"{nameof(Targets)} has more than one {type.Name}, which is one target too many.", nameof(Targets));
        var column = ReconstructionColumnName is not null ? nameof(ReconstructionColumnName) : LossColumnName is not null ? nameof(LossColumnName) : null;
        if (column is not null && !ReconstructsPixels)
            throw new ArgumentException($"{column} is set, but {nameof(Targets)} has no {nameof(PixelTarget)}: the model would not know how to make pixels.", column);
        Require(OwnDecoderBlocks is null or >= 0, nameof(OwnDecoderBlocks), OwnDecoderBlocks, "at least 0, or null");
    }

    /// <summary>What fine-tuning has, and nothing here could follow.</summary>
    private void CheckMeaningless()
    {
        var set = new (string Name, bool IsSet)[]
        {
            (nameof(Mixup), Mixup != 0), (nameof(Cutmix), Cutmix != 0), (nameof(LabelSmoothing), LabelSmoothing != 0), (nameof(LayerDecay), LayerDecay != 1),
            (nameof(TrainOnly), TrainOnly != TrainedPart.All), (nameof(FrozenBlocks), FrozenBlocks is not null),
        };
        if (set.FirstOrDefault(setting => setting.IsSet).Name is { } name)
            throw new ArgumentException($"{name} is for training classifiers; masked pretraining has no use for it. Leave it at its default.", name);
        if (BestMetric != TrainingMetric.Loss)
            throw new ArgumentException($"{nameof(BestMetric)} has to be {TrainingMetric.Loss}: without classes there is no accuracy to choose an epoch by.", nameof(BestMetric));
        if (EarlyStoppingCriteria is { MetricName: null, Metric: not TrainingMetric.Loss })
            throw new ArgumentException($"{nameof(EarlyStoppingCriteria)} look at accuracy, and without classes there is none. Use new {nameof(EarlyStopping)}(metric: {nameof(TrainingMetric)}.{TrainingMetric.Loss}), "
                + $"or, with a {nameof(LabelColumnName)}, new {nameof(EarlyStopping)}(\"{NeighbourProbe.Metric}\").", nameof(EarlyStoppingCriteria));
    }

    /// <summary>The probe's is the only metric that has a name.</summary>
    private void CheckMetric(string setting, string? metric)
    {
        if (metric is null || (metric == NeighbourProbe.Metric && LabelColumnName is not null && ProbeEpochs > 0))
            return;
        throw new ArgumentException($"{setting} names the metric '{metric}'. Pretraining measures '{NeighbourProbe.Metric}' alone, and that where {nameof(LabelColumnName)} "
            + $"names the images' classes and {nameof(ProbeEpochs)} is above 0. Leave it null to go by the loss.", setting);
    }

    private static void Require(bool holds, string name, object? value, string range)
    {
        if (!holds)
            throw new ArgumentOutOfRangeException(name, value, $"{name} has to be {range}.");
    }
}
