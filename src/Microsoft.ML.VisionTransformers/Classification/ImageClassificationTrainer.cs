using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.VisionTransformers.Architectures;
using Microsoft.ML.VisionTransformers.Data;
using Microsoft.ML.VisionTransformers.Interop;
using Microsoft.ML.VisionTransformers.Scoring;
using Microsoft.ML.VisionTransformers.Training.Runs;

namespace Microsoft.ML.VisionTransformers.Classification;

/// <summary>
/// Trains a vision transformer to tell classes of images apart: from random weights, or fine-tuning published ones. What it was given is
/// never changed, so <see cref="Fit"/> may be called again, as cross-validation does, and gives the same model for the same data and seed.
/// </summary>
/// <typeparam name="TTransformer">The model that comes out.</typeparam>
public abstract class ImageClassificationTrainer<TTransformer> : IEstimator<TTransformer>
    where TTransformer : ImageClassificationTransformer
{
    private readonly IHost _host;
    private readonly ImageClassificationOptions _options;
    private readonly ClassificationTask _task;
    private readonly FitFolders _folders = new();
    private readonly int _seed;

    private protected ImageClassificationTrainer(IHostEnvironment environment, ImageClassificationOptions options, ClassificationTask task, string name)
    {
        ArgumentNullException.ThrowIfNull(options);
        _task = task;
        _options = options.Completed();
        _options.Check(task.Metrics);
        _host = environment.Register(name);
        // Drawn from the context's own generator, so that MLContext(seed) alone makes training repeatable.
        _seed = options.Seed ?? _host.Rand.Next();
    }

    /// <summary>Trains on the images and labels of a data view.</summary>
    /// <exception cref="ArgumentException">A column is missing or of the wrong type, or there is no such architecture.</exception>
    /// <exception cref="InvalidOperationException">The set is empty, or all its images are of one class.</exception>
    /// <exception cref="FileNotFoundException">There are no such weights.</exception>
    /// <exception cref="Weights.CheckpointFormatException">The weights are in a file that is damaged, or of a format that is not read.</exception>
    /// <exception cref="Weights.CheckpointMismatchException">The weights are not of the architecture; the message lists what differs.</exception>
    /// <exception cref="Weights.Hub.HubException">The weights are to come from the model hub, and can't be had.</exception>
    /// <exception cref="BadImagesException">More images can't be read than <c>MaxBadImages</c> allows.</exception>
    /// <exception cref="OperationCanceledException">The context was cancelled; or the token was, before there was anything to keep.</exception>
    public TTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var classes = _task.ClassesOf(TrainingImages.LabelColumn(input.Schema, _options.LabelColumnName));
        ImageColumn.Find(input.Schema, _options.FeatureColumnName);
        using var channel = _host.Start("Training");
        using var watch = new CancellationWatch(_host, _options.CancellationToken);
        using var model = ModelChoice.Of(_options, channel.Say, watch.Token);
        CheckArchitecture(model.Architecture);
        return watch.Run(() =>
        {
            var run = new ClassificationRun(_host, channel, _options, RunFolder.SeedToGoOnWith(_options) ?? _seed, _task, classes, watch) { Folders = _folders };
            var (network, device) = run.Train(model, input);
            return CreateTransformer(new ClassifierParts(
                new NetworkScorer(network, model.Architecture.Preprocessing, device)
                {
                    BatchSize = _options.ScoringBatchSize,
                    SkipBadImages = _options.SkipBadImages,
                    TestTimeFlip = _options.TestTimeFlip,
                },
                model.Architecture with { Configuration = network.Configuration },
                classes,
                new ClassifierColumns(_options.LabelColumnName, _options.FeatureColumnName, _options.ScoreColumnName, _options.PredictedLabelColumnName)));
        });
    }

    /// <summary>Adds the score and the predicted label to a shape; checks that label and images are there.</summary>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        ImageColumn.Check(inputSchema, _options.FeatureColumnName);
        return _task.Shape(inputSchema, TrainingImages.LabelColumn(inputSchema, _options.LabelColumnName), _options.ScoreColumnName, _options.PredictedLabelColumnName);
    }

    /// <summary>Throws when the trainer isn't the one for an architecture.</summary>
    private protected abstract void CheckArchitecture(VisionArchitecture architecture);

    private protected abstract TTransformer CreateTransformer(ClassifierParts parts);
}
