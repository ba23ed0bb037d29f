using System.Reflection;
using Microsoft.ML.VisionTransformers.Architectures;
using Microsoft.ML.VisionTransformers.Images;
using Microsoft.ML.VisionTransformers.Training;
using Microsoft.ML.VisionTransformers.Weights.Hub;

namespace Microsoft.ML.VisionTransformers.Classification;

/// <summary>
/// Settings of a trainer that classifies images, beside those of <see cref="TrainingOptions"/>. Names are those of ML.NET's
/// <c>ImageClassificationTrainer.Options</c> where it has the setting.
/// </summary>
public abstract class ImageClassificationOptions : TrainingOptions
{
    /// <summary>Stands for the weights that the architecture's own row names.</summary>
    internal const string PretrainedWeights = "pretrained";

    private TrainingRecipe? _recipe;

    /// <summary>Column of classes: a key column, as <c>MapValueToKey</c> makes; of binary trainers Boolean. Default <c>Label</c>, as everywhere in ML.NET.</summary>
    [ExecutionOnly]
    public string LabelColumnName = "Label";

    /// <summary>
    /// Column of images: a path (text), the bytes of an encoded file (<c>VBuffer&lt;byte&gt;</c>) or <c>MLImage</c>. Default
    /// <c>Features</c>, as everywhere in ML.NET. Paths cost no memory; bytes and images of the training set are all held in it.
    /// </summary>
    [ExecutionOnly]
    public string FeatureColumnName = "Features";

    /// <summary>Column of class probabilities, in key order; of binary trainers the logit of true, whose probability is in <c>Probability</c>. Default <c>Score</c>, where evaluators look.</summary>
    [ExecutionOnly]
    public string ScoreColumnName = "Score";

    /// <summary>Column of the likeliest class; of binary trainers whether the score is above 0. Default <c>PredictedLabel</c>, where evaluators look.</summary>
    [ExecutionOnly]
    public string PredictedLabelColumnName = "PredictedLabel";

    /// <summary>
    /// Name or alias in the <see cref="ArchitectureRegistry"/>. Default null: the one that <see cref="Weights"/> were made for, or the
    /// trainer's own default without weights.
    /// </summary>
    public string? Architecture;

    /// <summary>An architecture of your own sizes, instead of one by name. Default null.</summary>
    public VisionArchitecture? CustomArchitecture;

    /// <summary>
    /// Weights to start from: a file (safetensors, PyTorch's <c>.pth</c>, <c>.pt</c> and <c>.bin</c>, TorchScript, MindSpore's <c>.ckpt</c>, NumPy's
    /// <c>.npz</c>), a folder as transformers, timm, open_clip and FlagAI publish them, the name of a model on the hub (<c>owner/name</c>, or
    /// <c>owner/name@revision</c>), which is downloaded once and then found in the cache, or <c>pretrained</c> for those that the architecture's
    /// row names (<see cref="VisionArchitecture.HubId"/>). Weights of masked pretraining and of CLIP start their image encoder. Default null: random
    /// weights, which need tens of thousands of images and many epochs. A classifier of other classes in it is replaced by a fresh one.
    /// </summary>
    public string? Weights;

    /// <summary>
    /// Whether the moving average (EMA) is taken that a training program kept beside the weights in the file; one that has none is then refused.
    /// Default false: the weights themselves, which are all that most published files hold.
    /// </summary>
    public bool EmaWeights;

    /// <summary>
    /// Where named weights are downloaded from and kept, and whether the network may be used. Default null: as the environment variables of
    /// HuggingFace's own tools say (<c>HF_ENDPOINT</c>, <c>HF_HUB_CACHE</c>, <c>HF_HUB_OFFLINE</c>, <c>HF_TOKEN</c>), or else the public hub.
    /// </summary>
    [ExecutionOnly]
    public HubOptions? Hub;

    /// <summary>
    /// How images are prepared. Default null: as the weights' publisher did, or the architecture's row says. Its size and channels have to
    /// be those of the architecture. Saved with the model.
    /// </summary>
    public ImagePreprocessing? Preprocessing;

    /// <summary>
    /// Images to validate on after each epoch, with the columns of the training data. Labels may be a key column or plain values; those
    /// unseen in training are left out with a warning. Default null: <see cref="ValidationSetFraction"/> decides.
    /// </summary>
    [ExecutionOnly]
    public IDataView? ValidationSet;

    /// <summary>
    /// Part of the training images, of each class alike, that is held back to validate on when <see cref="ValidationSet"/> is null; 0 to
    /// below 1. Default 0.1, as ML.NET's; null trains on all, and the last epoch's weights are kept.
    /// </summary>
    public float? ValidationSetFraction = 0.1f;

    /// <summary>
    /// What is measured on the validation images after each epoch, by ML.NET's names. Of multiclass trainers <c>MicroAccuracy</c>,
    /// <c>MacroAccuracy</c>, <c>LogLoss</c>, <c>LogLossReduction</c>, <c>TopKAccuracy</c>, and of several values <c>TopKAccuracyForAllK</c>
    /// (<c>TopKAccuracyForAllK/1</c> and on) and <c>PerClassLogLoss</c> (<c>PerClassLogLoss/cat</c>, one for each class). The values are those of
    /// <c>mlContext.MulticlassClassification.Evaluate</c>. Of binary trainers <c>Accuracy</c>, <c>AreaUnderRocCurve</c>,
    /// <c>AreaUnderPrecisionRecallCurve</c>, <c>F1Score</c>, <c>PositivePrecision</c>, <c>PositiveRecall</c>, <c>NegativePrecision</c>,
    /// <c>NegativeRecall</c>, <c>LogLoss</c>, <c>LogLossReduction</c> and <c>Entropy</c>, as <c>mlContext.BinaryClassification.Evaluate</c> has them. One that <see cref="TrainingOptions.BestMetricName"/> or early stopping names is measured
    /// without being listed here. Default none: accuracy and loss are there anyhow, and these hold the scores of all validation images in memory.
    /// </summary>
    [ExecutionOnly]
    public IReadOnlyList<string> ValidationMetrics = [];

    /// <summary>Metrics of your own, measured with <see cref="ValidationMetrics"/> and named alike. Default none.</summary>
    [ExecutionOnly]
    public IReadOnlyList<ValidationMetric> CustomMetrics = [];

    /// <summary>
    /// How many of the likeliest classes <c>TopKAccuracy</c> looks at, at least 1; no more than there are classes. Default 5, as ImageNet's
    /// results are given.
    /// </summary>
    [ExecutionOnly]
    public int TopKPredictionCount = 5;

    /// <summary>
    /// How much an image counts in the training loss, by its class. Default null: all the same. <see cref="Classification.ClassWeights.Balanced"/> where some classes
    /// have far fewer images and matter as much. Validation is not weighed.
    /// </summary>
    public ClassWeights? ClassWeights;

    /// <summary>
    /// Whether all classes have the same number of turns in an epoch, which stays as long: images of small classes come several times, augmented
    /// anew, those of large ones not in each epoch. Default false: each image once. Another remedy for what <see cref="ClassWeights"/> is for, and
    /// the steadier one where a class has a hundredth of the images of others; choose one of the two.
    /// </summary>
    public bool BalancedSampling;

    /// <summary>Stochastic depth of the last block, growing linearly from 0 at the first. Default null: the architecture's.</summary>
    public double? DropPathRate;

    /// <summary>
    /// Whether the classifier is that of a linear probe: a batch norm without weights brings the features to one scale first (He et al., MAE, 2022).
    /// Default false. Goes with <see cref="TrainedPart.Head"/>; weights of MAE are then probed by their class token, as published. Not for Swin.
    /// </summary>
    public bool ProbeNorm;

    /// <summary>Dropout. Default null: the architecture's, which is 0 for all published vision transformers.</summary>
    public double? DropRate;

    /// <summary>
    /// Whether the model gives NaN scores and a missing label to images it can't read, rather than throw. Default false: a pipeline should
    /// hear of damaged input. Bad images of the training set are always skipped, up to <c>MaxBadImages</c>.
    /// </summary>
    [ExecutionOnly]
    public bool SkipBadImages;

    /// <summary>
    /// Whether the model scores an image and its mirror image, and gives the mean of their probabilities. Default false: it takes twice as long and
    /// gains a few tenths of a percent. Not where left and right matter. Saved with the model, which can change it.
    /// </summary>
    [ExecutionOnly]
    public bool TestTimeFlip;

    /// <summary>Images scored at once. Default 32: larger gains little on a CPU, and each batch holds its decoded images in memory twice.</summary>
    [ExecutionOnly]
    public int ScoringBatchSize = 32;

    /// <summary>
    /// The recipe to follow. Setting it sets all settings that decide what is learnt, but <see cref="TrainingOptions.BatchSize"/>
    /// and <see cref="TrainingOptions.GradientAccumulation"/>, which the learning rate follows; what is set after it stays. So name it first:
    /// <c>new() { Recipe = Recipes.MaeFineTuneBase, MaxEpochs = 30 }</c>. When it is never set, the trainer follows
    /// <see cref="Recipes.SmallSetFineTune"/> where it is given weights, and otherwise <see cref="Recipes.SmallSetFromScratch"/> (Swin:
    /// <see cref="Recipes.SmallSetSwinFromScratch"/>), in all settings that are still as <c>new Options()</c> has them, set or not: <c>MaxEpochs = 10</c> becomes 100
    /// without weights. The log lists what changes. A setting that is to stay at such a value against the recipe has to be set after a recipe that is
    /// named. Null, when set, means none: all settings are as they are.
    /// </summary>
    public TrainingRecipe? Recipe
    {
        get => _recipe;
        set
        {
            (_recipe, IsRecipeSet) = (value, true);
            value?.ApplyTo(this);
        }
    }

    /// <summary>What is followed without a recipe of the user's, when training starts from weights.</summary>
    internal virtual TrainingRecipe FineTuning => Recipes.SmallSetFineTune;

    /// <summary>And when it starts from random ones.</summary>
    internal virtual TrainingRecipe FromScratch => Recipes.SmallSetFromScratch;

    /// <summary>Whether the recipe was the user's choice, if only that of none.</summary>
    internal bool IsRecipeSet { get; private set; }

    /// <summary>What a recipe that the user did not name has changed, such as <c>MaxEpochs 10 -> 100</c>.</summary>
    internal IReadOnlyList<string> Taken { get; private set; } = [];

    /// <summary>
    /// The architecture when neither a name nor weights say. ViT-S/16 fine-tunes on a CPU in minutes; ViT-B/16 gains three points on ImageNet
    /// and costs four times as much.
    /// </summary>
    internal virtual string DefaultArchitecture => "vit_small_patch16_224";

    /// <summary>The names of all metrics that are asked for, wherever; those of metrics of several values as they are in ML.NET.</summary>
    internal IEnumerable<string> MeasuredMetrics => ValidationMetrics.Append(EvaluatorMetrics.MetricOf(BestMetricName ?? ""))
        .Append(EvaluatorMetrics.MetricOf(EarlyStoppingCriteria?.MetricName ?? "")).Where(name => name.Length > 0).Distinct();

    internal ImageClassificationOptions Copy()
    {
        var copy = (ImageClassificationOptions)MemberwiseClone();
        (copy.Hub, copy.EarlyStoppingCriteria) = (Hub?.Copy(), EarlyStoppingCriteria?.Copy());
        (copy.ValidationMetrics, copy.CustomMetrics) = ([.. ValidationMetrics], [.. CustomMetrics]);
        return copy;
    }

    /// <summary>A copy with all that a recipe says and the user didn't.</summary>
    internal ImageClassificationOptions Completed()
    {
        var completed = Copy();
        if (!IsRecipeSet)
            completed.Follow(Weights is { Length: > 0 } ? FineTuning : FromScratch);
        if (completed.Recipe is { WarmupEpochs: { } warmup } recipe && completed.WarmupEpochs == warmup && completed.MaxEpochs < recipe.Epochs)
            completed.WarmupEpochs = warmup * completed.MaxEpochs / recipe.Epochs;
        return completed;
    }

    /// <summary>Takes from a recipe what is still as a new object has it.</summary>
    private void Follow(TrainingRecipe recipe)
    {
        ImageClassificationOptions initial = New(), followed = New();
        followed.Recipe = recipe;
        var hasPolicy = AutoAugment is not null || TrivialAugment; // One policy excludes another.
        var taken = new List<string>();
        foreach (var field in GetType().GetFields(BindingFlags.Public | BindingFlags.Instance))
        {
            var (own, its) = (field.GetValue(this), field.GetValue(followed));
            if (Equals(own, its) || !Equals(own, field.GetValue(initial)) || (hasPolicy && field.Name == nameof(RandAugment)))
                continue;
            field.SetValue(this, its);
            taken.Add(FormattableString.Invariant($"{field.Name} {own ?? "null"} -> {its ?? "null"}"));
        }
        (_recipe, Taken) = (recipe, taken);

        ImageClassificationOptions New() => (ImageClassificationOptions)Activator.CreateInstance(GetType())!;
    }

    /// <param name="evaluator">ML.NET's metrics of the task.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    internal void Check(EvaluatorMetrics evaluator)
    {
        CheckMetrics(evaluator);
        Validate();
        Hub?.Validate();
        foreach (var (name, value) in new[] { (nameof(LabelColumnName), LabelColumnName), (nameof(FeatureColumnName), FeatureColumnName),
                     (nameof(ScoreColumnName), ScoreColumnName), (nameof(PredictedLabelColumnName), PredictedLabelColumnName) })
            if (string.IsNullOrWhiteSpace(value))
                throw new ArgumentException($"{name} is empty.", name);
        Require(ValidationSetFraction is null or >= 0 and < 1, nameof(ValidationSetFraction), ValidationSetFraction, "at least 0 and below 1, or null");
        if (BalancedSampling && AugmentationRepeats > 1)
            throw new ArgumentException($"{nameof(BalancedSampling)} and {nameof(AugmentationRepeats)} exclude each other: balanced sampling repeats images by itself.");
        Require(TopKPredictionCount > 0, nameof(TopKPredictionCount), TopKPredictionCount, "at least 1");
        Require(ScoringBatchSize > 0, nameof(ScoringBatchSize), ScoringBatchSize, "at least 1");
        Require(DropPathRate is null or >= 0 and < 1, nameof(DropPathRate), DropPathRate, "at least 0 and below 1, or null");
        Require(DropRate is null or >= 0 and < 1, nameof(DropRate), DropRate, "at least 0 and below 1, or null");
    }

    private void CheckMetrics(EvaluatorMetrics evaluator)
    {
        if (CustomMetrics.FirstOrDefault(metric => evaluator.Names.Contains(EvaluatorMetrics.MetricOf(metric.Name))) is { } taken)
            throw new ArgumentException($"{nameof(CustomMetrics)} has one called '{taken.Name}', a name of ML.NET's. Give it another.", nameof(CustomMetrics));
        foreach (var (setting, name) in ValidationMetrics.Select(name => (nameof(ValidationMetrics), (string?)name))
                     .Append((nameof(BestMetricName), BestMetricName)).Append((nameof(EarlyStoppingCriteria), EarlyStoppingCriteria?.MetricName)))
        {
            bool isKnown = name is null || evaluator.Names.Contains(setting == nameof(ValidationMetrics) ? name : EvaluatorMetrics.MetricOf(name))
                || setting != nameof(ValidationMetrics) && CustomMetrics.Any(metric => metric.Name == name);
            if (!isKnown)
                throw new ArgumentException($"{setting} names the metric '{name}', which is none of "
                    + $"{string.Join(", ", evaluator.Names.Concat(CustomMetrics.Select(metric => metric.Name)))}.", setting);
        }
        if ((ValidationMetrics.Count > 0 || CustomMetrics.Count > 0) && ValidationSet is null && ValidationSetFraction is null or 0)
            throw new ArgumentException($"{nameof(ValidationMetrics)} and {nameof(CustomMetrics)} need validation images: set {nameof(ValidationSet)} or {nameof(ValidationSetFraction)}.");
    }

    private static void Require(bool holds, string name, object? value, string range)
    {
        if (!holds)
            throw new ArgumentOutOfRangeException(name, value, $"{name} has to be {range}.");
    }
}
