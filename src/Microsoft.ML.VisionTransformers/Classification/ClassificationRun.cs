using System.Text.Json.Nodes;
using TorchSharp;
using Microsoft.ML.Runtime;
using Microsoft.ML.VisionTransformers.Data;
using Microsoft.ML.VisionTransformers.Images;
using Microsoft.ML.VisionTransformers.Interop;
using Microsoft.ML.VisionTransformers.Modules;
using Microsoft.ML.VisionTransformers.Objectives;
using Microsoft.ML.VisionTransformers.Scoring;
using Microsoft.ML.VisionTransformers.Training;
using Microsoft.ML.VisionTransformers.Training.Runs;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Classification;

/// <summary>One fit: from data views to a trained network.</summary>
internal sealed class ClassificationRun
{
    private readonly IHostEnvironment _environment;
    private readonly IChannel _channel;
    private readonly ImageClassificationOptions _options;
    private readonly int _seed;
    private readonly ClassificationTask _task;
    private readonly LabelNames _classes;
    private readonly CancellationWatch _watch;

    public ClassificationRun(IHostEnvironment environment, IChannel channel, ImageClassificationOptions options, int seed, ClassificationTask task,
        LabelNames classes, CancellationWatch watch)
    {
        _environment = environment;
        _channel = channel;
        _options = options.Copy();
        _options.CancellationToken = watch.Token;
        _seed = seed;
        _task = task;
        _classes = classes;
        _watch = watch;
    }

    /// <summary>Where the trainer's fits have their folders.</summary>
    public required FitFolders Folders { private get; init; }

    /// <summary>Trains; the network that comes back is the caller's.</summary>
    public (VisionNetwork Network, Device Device) Train(ModelChoice model, IDataView input)
    {
        var (train, validation) = ReadImages(input);
        if (_options.OutputFolder is { } root)
            _options.OutputFolder = Folders.Of(root, BatchReader.FingerprintOf(train));
        var device = ComputeDevice.Choose(_environment, _channel.Warn);
        if (_options.Recipe is { } recipe)
            _channel.Say(_options.IsRecipeSet ? $"Recipe: {recipe}; published for {recipe.Batch} images a step."
                : $"Recipe, since none was named: {recipe}. {Taken(_options.Taken)}");
        var network = model.CreateNetwork(_task.Outputs(_classes.Count), _options, _seed, _channel.Say, _channel.Warn).to(device);
        try
        {
            var preprocessing = model.Architecture.Preprocessing;
            var reading = _options.ForTraining(_seed, _channel.Warn, device) with { Balanced = _options.BalancedSampling };
            using var trainReader = WithPicture(_options.Mixed(new BatchReader(train, preprocessing, reading), _classes.Count, _seed), preprocessing);
            using var validationReader = validation.Count == 0 ? null : new BatchReader(validation, preprocessing, _options.ForValidation(_channel.Warn, device, isHeldBack: _options.ValidationSet is null));
            var objective = new ClassificationObjective(network, _options.LabelSmoothing, WeightsOf(train));
            var evaluation = new ClassificationEvaluation(objective, _task.Metrics, _options, _classes.Texts);
            if (evaluation.NeedsAllClasses && validation.Count > 0 && validation.DistinctBy(example => example.Label).Count() < _classes.Count)
                throw new InvalidOperationException($"All {validation.Count} validation images are '{_classes.Texts[validation[0].Label]}': ML.NET's metrics need both classes. Validate on others, or set no ValidationMetrics.");
            bool measures = evaluation.Names.Count > 0 && validationReader is not null;
            var loop = new TrainingLoop(network, measures ? evaluation : objective, trainReader, validationReader, _options, _seed, _channel.Write)
            {
                Evaluations = measures ? [evaluation] : [],
                About = new JsonObject
                {
                    ["architecture"] = JsonNode.Parse((model.Architecture with { Configuration = network.Configuration }).ToJson()),
                    ["recipe"] = _options.Recipe?.Name,
                    ["classes"] = new JsonArray([.. _classes.Texts.Select(name => (JsonNode?)name)]),
                },
            };
            var outcome = loop.Run();
            // One that is to end has no time for this.
            if (_options.OutputFolder is { } folder && validationReader is not null && outcome.Reason != StopReason.Cancelled)
                ValidationReport.Write(network, validationReader, _classes.Texts, folder, _watch.Token);
            _watch.ThrowIfContextCanceled();
            return (network, device);
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }

    private static string Taken(IReadOnlyList<string> settings) => settings.Count == 0
        ? "Its values are those of the settings."
        : $"It changes {string.Join(", ", settings)}. To keep one of these, set {nameof(ImageClassificationOptions.Recipe)} first, to a recipe or null, and the setting after it.";

    private float[]? WeightsOf(IReadOnlyList<TrainingExample> train) => _options.ClassWeights?.Resolve(_classes.Texts, TrainingImages.Count(train, _classes.Count));

    private IBatchSource WithPicture(IBatchSource source, ImagePreprocessing preprocessing) =>
        _options.OutputFolder is { } folder ? new PicturedBatches(source, preprocessing, _classes.Texts, folder) : source;

    private (IReadOnlyList<TrainingExample> Train, IReadOnlyList<TrainingExample> Validation) ReadImages(IDataView input)
    {
        var read = TrainingImages.Read(input, _options.FeatureColumnName, _options.LabelColumnName, _task.TrainingLabels, _watch.Token);
        if (read.Unlabelled > 0)
            _channel.Warn($"{read.Unlabelled} training images have no label and are left out.");
        CheckClasses(read);
        if (_options.ValidationSet is not null)
            return (read.Examples, ReadValidation(_options.ValidationSet));
        if (_options.ValidationSetFraction is not { } fraction)
            return (read.Examples, []);
        var split = StratifiedSplit.Split(read.Examples, fraction, _seed);
        if (split.Held.Count == 0 && fraction > 0)
            SayNothingIsHeld(read.Examples.Count, fraction);
        return split;
    }

    private void SayNothingIsHeld(int images, float fraction)
    {
        var message = FormattableString.Invariant($"None of the {images} training images is held back for validation: {fraction:0.##%} of each class is less than an image, or all there is. ")
            + $"Set {nameof(_options.ValidationSet)}, or {nameof(_options.ValidationSetFraction)} higher where classes have several images.";
        if (_options.ValidationMetrics.Count > 0 || _options.CustomMetrics.Count > 0)
            throw new InvalidOperationException(message);
        _channel.Warn(message);
    }

    private void CheckClasses(TrainingImages read)
    {
        if (read.Examples.Count == 0)
            throw new InvalidOperationException(read.Unlabelled == 0
                ? "The training set is empty."
                : $"None of the {read.Unlabelled} training images has a label.");
        var counts = TrainingImages.Count(read.Examples, _classes.Count);
        if (counts.Count(c => c > 0) < 2)
            throw new InvalidOperationException(
                $"All {read.Examples.Count} training images are of one class, '{_classes.Texts[Array.FindIndex(counts, c => c > 0)]}'. There is nothing to tell apart.");
        WarnOfClasses(counts, 0, "no training image and can't be learnt");
        WarnOfClasses(counts, 1, "a single training image; such classes are hardly learnt, and never validated");
    }

    private void WarnOfClasses(int[] counts, int images, string have)
    {
        const int Named = 10;
        var names = _classes.Texts.Where((_, i) => counts[i] == images).ToArray();
        if (names.Length > 0)
            _channel.Warn($"{names.Length} of {counts.Length} classes have {have}: {string.Join(", ", names.Take(Named))}{(names.Length > Named ? ", ..." : "")}.");
    }

    private IReadOnlyList<TrainingExample> ReadValidation(IDataView view)
    {
        var read = TrainingImages.Read(view, _options.FeatureColumnName, _options.LabelColumnName, _task.ValidationLabels(_classes), _watch.Token);
        if (read.Unlabelled + read.Unknown > 0)
            _channel.Warn($"{read.Unlabelled} validation images without a label and {read.Unknown} with one unseen in training are left out.");
        return read.Examples.Count > 0 ? read.Examples : throw new InvalidOperationException(
            $"None of the {read.Unlabelled + read.Unknown} images of the validation set has a label that was seen in training.");
    }
}
