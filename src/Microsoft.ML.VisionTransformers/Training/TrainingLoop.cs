using Microsoft.ML.VisionTransformers.Augmentation;
using Microsoft.ML.VisionTransformers.Data;
using Microsoft.ML.VisionTransformers.Objectives;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Training;

/// <summary>
/// The one training loop. What is learnt is the objective's affair, where the examples come from the batch source's; the loop
/// steps, schedules, validates, keeps the best weights, reports and stops.
/// </summary>
internal sealed class TrainingLoop
{
    private readonly nn.Module _network;
    private readonly IObjective _objective;
    private readonly IBatchSource _train;
    private readonly IBatchSource? _validation;
    private readonly TrainingOptions _options;
    private readonly long _seed;
    private readonly TrainingReport _report;
    private readonly Func<string, bool>? _skipsWeightDecay;
    private readonly Action<long>? _seedEpoch;
    private readonly LearningRateSchedule _schedule;

    /// <param name="network">Built, on its device, outside any dispose scope.</param>
    /// <param name="objective">Holds the same network.</param>
    /// <param name="train">The training examples; the caller disposes it.</param>
    /// <param name="validation">Examples to choose the best epoch by; null = the last epoch is the best.</param>
    /// <param name="options">Validated here.</param>
    /// <param name="seed">Of dropout and drop path.</param>
    /// <param name="log">Told of what is worth a line; the flag says that it is a warning.</param>
    /// <param name="skipsWeightDecay">Names of parameters besides biases and vectors that are not decayed.</param>
    /// <param name="seedEpoch">Called with a seed when an epoch begins, for random sources of the network's own (drop path).</param>
    public TrainingLoop(nn.Module network, IObjective objective, IBatchSource train, IBatchSource? validation, TrainingOptions options,
        long seed = 0, Action<string, bool>? log = null, Func<string, bool>? skipsWeightDecay = null, Action<long>? seedEpoch = null)
    {
        options.Validate();
        (_network, _objective, _train, _validation, _options, _seed) = (network, objective, train, validation, options, seed);
        (_skipsWeightDecay, _seedEpoch) = (skipsWeightDecay, seedEpoch);
        long total = (long)train.BatchesPerEpoch * options.MaxEpochs;
        _schedule = KnownSchedules.Mae(options.LearningRate, options.MinimumLearningRate, (long)(total * options.WarmupFraction), total);
        _report = new TrainingReport(options, train, validation, log);
    }

    /// <summary>Trains. Afterwards the network holds the best weights and is in evaluation mode.</summary>
    /// <exception cref="TrainingDivergedException">The loss became NaN or infinite in the first epoch.</exception>
    /// <exception cref="OperationCanceledException">Cancelled before the first epoch was done, or <see cref="TrainingOptions.ThrowOnCancellation"/>.</exception>
    /// <exception cref="InsufficientMemoryException">Memory ran out.</exception>
    /// <exception cref="BadImagesException">Too many images cannot be used.</exception>
    public TrainingOutcome Run()
    {
        using var best = new WeightSnapshot(_network);
        using var optimizer = TrainingOptimizer.AdamW(
            ParameterGroups.Create(_network, _options.WeightDecay, _skipsWeightDecay), new AdamWSettings(_options.Beta1, _options.Beta2, _options.Epsilon));
        _options.EarlyStoppingCriteria?.Reset();
        var history = new List<TrainingMetrics>();
        var reason = StopReason.Completed;
        try
        {
            for (int epoch = 0; epoch < _options.MaxEpochs && reason == StopReason.Completed; epoch++)
                reason = RunEpoch(epoch, optimizer, best, history);
        }
        catch (OperationCanceledException) when (_options.CancellationToken.IsCancellationRequested)
        {
            if (_options.ThrowOnCancellation || best.Epoch == 0)
                throw;
            reason = StopReason.Cancelled;
        }
        catch (Exception e) when (OutOfMemory.Is(e))
        {
            OutOfMemory.Throw(e, _train.BatchSize, DeviceName());
        }
        finally
        {
            if (best.Epoch > 0)
                best.Restore();
            _network.train(false);
        }
        _report.Finished(reason, best.Epoch, history);
        return new TrainingOutcome(reason, best.Epoch, history);
    }

    private StopReason RunEpoch(int epoch, ITrainingOptimizer optimizer, WeightSnapshot best, List<TrainingMetrics> history)
    {
        _network.train(true);
        // Each epoch has a seed of its own: what it draws does not depend on what the epochs before have drawn.
        long epochSeed = (long)(new SeededRandom(_seed, epoch).Next() >> 1);
        torch.manual_seed(epochSeed);
        _seedEpoch?.Invoke(epochSeed);
        var meter = new EpochMeter(_train);
        double learningRate = 0;
        long firstStep = (long)epoch * _train.BatchesPerEpoch;
        foreach (var batch in _train.Read(epoch, _options.CancellationToken))
        {
            _options.CancellationToken.ThrowIfCancellationRequested();
            learningRate = _schedule.At(firstStep + meter.Steps);
            double loss = Step(batch, optimizer, learningRate, meter);
            if (!double.IsFinite(loss))
                return Diverged(loss, epoch, meter.Steps + 1, learningRate, best);
            _report.Step(epoch, meter, learningRate);
        }
        if (meter.Steps == 0)
            throw new InvalidOperationException("Not one image of the training set can be used.");

        var metrics = new TrainingMetrics
        {
            Epoch = epoch + 1,
            LearningRate = learningRate,
            TrainLoss = meter.Loss,
            TrainAccuracy = meter.Accuracy,
            Duration = meter.Elapsed,
            ImagesPerSecond = meter.ImagesPerSecond,
            LoaderWait = meter.LoaderWait,
        };
        if (_validation is not null)
        {
            var validated = Validate(_validation);
            metrics = metrics with { ValidationLoss = validated.Loss, ValidationAccuracy = validated.Accuracy };
        }
        // Without validation images the last epoch is the best: a cosine schedule ends in its best weights.
        bool isBest = _validation is null || best.Epoch == 0 || IsBetter(metrics, history[best.Epoch - 1]);
        if (isBest)
            best.Take(epoch + 1);
        metrics = metrics with { IsBest = isBest };
        history.Add(metrics);
        _report.Epoch(metrics, meter);
        return _options.EarlyStoppingCriteria?.ShouldStop(metrics) == true ? StopReason.EarlyStopped : StopReason.Completed;
    }

    /// <summary>One step. Whatever tensors it makes die with its scope, or memory would grow with the number of steps.</summary>
    private double Step(Batch batch, ITrainingOptimizer optimizer, double learningRate, EpochMeter meter)
    {
        using var scope = torch.NewDisposeScope();
        var result = _objective.Compute(batch, training: true);
        double loss = result.Loss.ToSingle();
        if (!double.IsFinite(loss))
            return loss;
        result.Loss.backward();
        optimizer.Step(learningRate);
        meter.Add(loss, result.Correct?.ToInt64(), batch.Count);
        return loss;
    }

    private EpochMeter Validate(IBatchSource source)
    {
        _network.train(false);
        using var guard = torch.no_grad();
        var meter = new EpochMeter(source);
        foreach (var batch in source.Read(0, _options.CancellationToken))
        {
            using var scope = torch.NewDisposeScope();
            var result = _objective.Compute(batch, training: false);
            meter.Add(result.Loss.ToSingle(), result.Correct?.ToInt64(), batch.Count);
        }
        return meter;
    }

    private bool IsBetter(TrainingMetrics candidate, TrainingMetrics best)
    {
        double value = candidate.Value(_options.BestMetric), before = best.Value(_options.BestMetric);
        return _options.BestMetric == TrainingMetric.Accuracy ? value > before : value < before;
    }

    private StopReason Diverged(double loss, int epoch, int step, double learningRate, WeightSnapshot best)
    {
        string message = $"The loss became {loss} at step {step} of epoch {epoch + 1}, at a learning rate of {learningRate:G3}. "
            + "Usually the learning rate is too high (try a third of it) or the warm-up too short; sometimes an input or a loaded weight is not finite.";
        if (best.Epoch == 0)
            throw new TrainingDivergedException(message + " No epoch was done, so there are no weights to keep.");
        _report.Warn($"{message} The weights of epoch {best.Epoch} are kept.");
        return StopReason.Diverged;
    }

    private string DeviceName() => _network.parameters().FirstOrDefault()?.device.ToString() ?? "cpu";
}
