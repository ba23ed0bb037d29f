using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.ML.Runtime;
using Microsoft.ML.VisionTransformers.Classification;
using Microsoft.ML.VisionTransformers.Data;
using Microsoft.ML.VisionTransformers.Interop;
using Microsoft.ML.VisionTransformers.Objectives;
using Microsoft.ML.VisionTransformers.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Clip.Contrastive;

/// <summary>One fit: from pairs to a trained CLIP.</summary>
internal sealed class ContrastiveRun
{
    // Rates between those that fine-tune and those that train from scratch suit neither.
    private const double TooLowFromScratch = 5e-5, TooHighForFineTuning = 1e-4;

    private readonly IHostEnvironment _environment;
    private readonly IChannel _channel;
    private readonly ClipContrastiveTrainer.Options _options;
    private readonly int _seed;
    private readonly CancellationWatch _watch;

    public ContrastiveRun(IHostEnvironment environment, IChannel channel, ClipContrastiveTrainer.Options options, int seed, CancellationWatch watch)
    {
        (_environment, _channel, _seed, _watch) = (environment, channel, seed, watch);
        _options = options.Copy();
        _options.CancellationToken = watch.Token;
    }

    private double Alpha => _options.InterpolationAlpha ?? (_options.Weights is null ? 1 : 0.5);

    /// <summary>Trains; the model that comes back is the caller's.</summary>
    public ClipModel Train(IDataView input)
    {
        // Before a download that may take long.
        _channel.Say($"Recipe: {_options.Recipe}; published for {_options.Recipe.Batch} pairs a step, here {_options.BatchSize * _options.GradientAccumulation}.");
        CheckRate();
        var device = ComputeDevice.Choose(_environment, _channel.Warn);
        var model = ClipModel.Load(Source(), device, _channel.Say, _watch.Token, _channel.Warn);
        try
        {
            CheckGroups(model.Network.Configuration);
            model.Network.DecaysPositions = _options.DecayPositions;
            var (train, validation) = ReadPairs(input, model);
            using var trainReader = Joined(new PairedBatches(new BatchReader(train.Examples, model.Preprocessing, _options.ForTraining(_seed, _channel.Warn, device)), train, _seed));
            using var validationReader = validation is null ? null : new BatchReader(validation.Examples, model.Preprocessing, _options.ForValidation(_channel.Warn, device, isHeldBack: _options.ValidationSet is null));
            using var validationPairs = validationReader is null ? null : new PairedBatches(validationReader, validation!, seed: null);
            using var zeroShotReader = ZeroShot(model, device, out var zeroShot);
            var retrieval = validation is null ? null : new RetrievalEvaluation(model, validationReader!, validation);
            Measure("Before training", model, retrieval, zeroShot);
            using var start = Alpha < 1 ? new WeightSnapshot(model.Network) : null;
            start?.Take(0);
            var loop = new TrainingLoop(model.Network, new ContrastiveObjective(model.Network, _options.BatchSize, _options.SeveralPositives), trainReader, validationPairs,
                LoopOptions(validation is not null), _seed, _channel.Write)
            {
                Evaluations = [.. new IEpochEvaluation?[] { retrieval, zeroShot }.OfType<IEpochEvaluation>()],
                About = new JsonObject { ["architecture"] = JsonNode.Parse(model.Architecture.ToJson()), ["recipe"] = _options.Recipe.Name },
            };
            var outcome = loop.Run();
            _watch.ThrowIfContextCanceled();
            if (start is not null)
                Interpolate(start, model, retrieval, zeroShot, outcome);
            return model;
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    private ClipSource Source() => new()
    {
        Weights = _options.Weights, Architecture = _options.Architecture, CustomArchitecture = _options.CustomArchitecture, Tokenizer = _options.Tokenizer,
        Preprocessing = _options.Preprocessing, EmaWeights = _options.EmaWeights, Hub = _options.Hub, DropPathRate = _options.DropPathRate, Seed = _seed,
    };

    /// <summary>Several batches are one to the loop: the objective takes them apart again.</summary>
    private ClipContrastiveTrainer.Options LoopOptions(bool validates)
    {
        var options = _options.Copy();
        (options.BatchSize, options.GradientAccumulation) = (_options.BatchSize * _options.GradientAccumulation, 1);
        if (!validates && options.BestMetricName == RetrievalMetrics.MeanRecallName)
            options.BestMetricName = null; // nothing to measure it on; the last epoch is the best then
        return options;
    }

    private IBatchSource Joined(PairedBatches source) => _options.GradientAccumulation > 1 ? new JoinedBatches(source, _options.GradientAccumulation) : source;

    private (PairSet Train, PairSet? Validation) ReadPairs(IDataView input, ClipModel model)
    {
        var train = Read(input);
        if (train.Images.Count < 2)
            throw new InvalidOperationException("There is a single image in the training set: nothing to tell it from.");
        if (_options.BatchSize * _options.GradientAccumulation < 2)
            throw new ArgumentException($"{nameof(_options.BatchSize)} is 1: each image would have its own text alone to choose from. Set it or {nameof(_options.GradientAccumulation)} higher; contrastive training lives on large batches.");
        var (kept, held) = _options.ValidationSet is not null ? (train, Read(_options.ValidationSet))
            : _options.ValidationSetFraction is { } fraction ? train.Split(fraction, _seed) : (train, null);
        if (held?.Images.Count == 1)
            throw new InvalidOperationException("There is a single image in the validation set: it finds its texts whatever the network does.");
        _channel.Say($"{kept.Images.Count} training images with {kept.Images.Sum(image => image.Texts.Count)} texts, {held?.Images.Count ?? 0} for validation.");
        return (kept, held);

        PairSet Read(IDataView view) => PairSet.Read(view, _options.ImageColumnName, _options.TextColumnName, model, _options.MaxBadImages, _channel.Warn, _watch.Token);
    }

    private BatchReader? ZeroShot(ClipModel model, Device device, out ZeroShotEvaluation? evaluation)
    {
        evaluation = null;
        if (_options.ZeroShotSet is null)
            return null;
        var (images, classes) = ZeroShotEvaluation.Read(_options.ZeroShotSet, _options.ImageColumnName, _options.ZeroShotLabelColumnName, _watch.Token);
        var reader = new BatchReader(images, model.Preprocessing, _options.ForValidation(_channel.Warn, device) with { CacheBytes = 0 });
        evaluation = new ZeroShotEvaluation(model, reader, classes, _options.ZeroShotTemplates);
        return reader;
    }

    private void Interpolate(WeightSnapshot start, ClipModel model, RetrievalEvaluation? retrieval, ZeroShotEvaluation? zeroShot, TrainingOutcome outcome)
    {
        start.Blend(Alpha);
        string how = string.Create(CultureInfo.InvariantCulture, $"Weights: {Alpha:G3} of those of epoch {outcome.BestEpoch}, the rest those it started from (InterpolationAlpha)");
        if (outcome.Reason == StopReason.Cancelled)
        {
            _channel.Say(how + ".");
            return;
        }
        try
        {
            Measure(how, model, retrieval, zeroShot);
        }
        catch (OperationCanceledException) when (!_options.ThrowOnCancellation)
        {
            _watch.ThrowIfContextCanceled();
            _channel.Say(how + "."); // the model is trained; only its figures are missing
        }
    }

    /// <summary>What is measured outside the epochs, for the log: where it began, and what interpolation makes of it.</summary>
    private void Measure(string when, ClipModel model, RetrievalEvaluation? retrieval, ZeroShotEvaluation? zeroShot)
    {
        model.Network.train(false);
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        List<string> measured = [];
        try
        {
            if (retrieval is not null)
                measured.Add(retrieval.Measure(_watch.Token).ToString());
            if (zeroShot is not null)
                measured.Add(string.Create(CultureInfo.InvariantCulture, $"zero-shot accuracy {zeroShot.Accuracy(_watch.Token):P1}"));
        }
        catch (Exception e) when (OutOfMemory.Is(e))
        {
            OutOfMemory.Throw(e, _options.BatchSize, 1, model.Device.ToString());
        }
        if (measured.Count > 0)
            _channel.Say($"{when}: {string.Join(", ", measured)}.");
        else if (when.StartsWith("Weights", StringComparison.Ordinal))
            _channel.Say(when + ".");
    }

    private void CheckRate()
    {
        if (_options.Weights is null && _options.LearningRate < TooLowFromScratch)
            _channel.Warn(string.Create(CultureInfo.InvariantCulture,
                $"LearningRate is {_options.LearningRate:G3}, which is for fine-tuning; from random weights hardly anything is learnt with it. Set Recipe = ContrastiveRecipes.FromScratch, or Weights."));
        if (_options.Weights is not null && _options.LearningRate > TooHighForFineTuning)
            _channel.Warn(string.Create(CultureInfo.InvariantCulture,
                $"LearningRate is {_options.LearningRate:G3}: so much makes a published CLIP forget what it knows. 1e-6 to 1e-5 is usual."));
    }

    private void CheckGroups(ClipConfiguration configuration)
    {
        Check(_options.LockImageTower, _options.UnlockedImageGroups, configuration.VisionLayers, nameof(_options.LockImageTower), nameof(_options.UnlockedImageGroups));
        Check(_options.LockTextTower, _options.UnlockedTextGroups, configuration.TextLayers, nameof(_options.LockTextTower), nameof(_options.UnlockedTextGroups));

        static void Check(bool locked, int unlocked, int layers, string lockName, string name)
        {
            if (!locked && unlocked > 0)
                throw new ArgumentException($"{name} is {unlocked}, and {lockName} is off: nothing is locked.");
            if (unlocked > layers + 2)
                throw new ArgumentException($"{name} is {unlocked}; the tower has {layers + 2} groups: its projection, {layers} blocks and the embeddings.");
        }
    }
}
