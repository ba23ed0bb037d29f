using System.Text.Json.Nodes;
using Microsoft.ML.VisionTransformers.Augmentation;
using Microsoft.ML.VisionTransformers.Data;
using Microsoft.ML.VisionTransformers.Modules;
using Microsoft.ML.VisionTransformers.Objectives;
using Microsoft.ML.VisionTransformers.Training.Runs;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Training;

/// <summary>
/// The one training loop. What is learnt is the objective's affair, where the examples come from the batch source's; the loop
/// steps, schedules, validates, keeps the best weights, saves where it is, reports and stops.
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
    private readonly TrainingSchedule _schedule;
    private readonly int _stepsPerEpoch;
    private readonly EpochEvaluations _evaluations = new([]);

    /// <param name="network">Built, on its device, outside any dispose scope.</param>
    /// <param name="objective">Holds the same network.</param>
    /// <param name="train">The training examples; the caller disposes it.</param>
    /// <param name="validation">Examples to choose the best epoch by; null = the last epoch is the best.</param>
    /// <param name="options">Validated here.</param>
    /// <param name="seed">Of dropout and drop path.</param>
    /// <param name="log">Told of what is worth a line; the flag says that it is a warning.</param>
    public TrainingLoop(nn.Module network, IObjective objective, IBatchSource train, IBatchSource? validation, TrainingOptions options,
        long seed = 0, Action<string, bool>? log = null)
    {
        options.Validate();
        (_network, _objective, _train, _validation, _options, _seed) = (network, objective, train, validation, options, seed);
        _stepsPerEpoch = (train.BatchesPerEpoch + options.GradientAccumulation - 1) / options.GradientAccumulation;
        _schedule = new TrainingSchedule(options, _stepsPerEpoch);
        _report = new TrainingReport(options, train, log);
    }

    /// <summary>What is measured after each epoch, by name. Default nothing beside losses and accuracies.</summary>
    public IReadOnlyList<IEpochEvaluation> Evaluations { init => _evaluations = new EpochEvaluations(value); }

    /// <summary>What a run folder's settings say beside options and data: the architecture, the classes.</summary>
    public JsonObject? About { get; init; }

    /// <summary>Trains, or goes on with the training in the output folder. Afterwards the network holds the best weights and is in evaluation mode.</summary>
    /// <exception cref="TrainingDivergedException">The loss became NaN or infinite in the first epoch.</exception>
    /// <exception cref="OperationCanceledException">Cancelled before the first epoch was done, or <see cref="TrainingOptions.ThrowOnCancellation"/>.</exception>
    /// <exception cref="InsufficientMemoryException">Memory ran out.</exception>
    /// <exception cref="BadImagesException">Too many images cannot be used.</exception>
    /// <exception cref="ArgumentException">The best epoch or early stopping goes by a metric that is not measured; the message lists those that are.</exception>
    /// <exception cref="InvalidOperationException">The output folder holds another training.</exception>
    /// <exception cref="InvalidOperationException">Not one image, of the training set or for validation, can be used.</exception>
    /// <exception cref="IOException">The output folder cannot be written to.</exception>
    public TrainingOutcome Run()
    {
        _evaluations.Require(_options.BestMetricName, nameof(_options.BestMetricName));
        _evaluations.Require(_options.EarlyStoppingCriteria?.MetricName, nameof(_options.EarlyStoppingCriteria));
        using var best = new WeightSnapshot(_network);
        using var step = new GradientStep(_network, _options);
        using var precision = Autocast.To(step.CastType);
        using var record = _options.OutputFolder is not { } folder ? null
            : RunRecord.Open(folder, _network, step, _objective, best, _options, RunSettings.Of(_network, _train, _validation, _options, _seed, About), About);
        var run = new Course(step, best, record) { State = record?.Begin(_evaluations.Names) ?? new RunState() };
        _options.EarlyStoppingCriteria?.Reset();
        foreach (var epoch in run.State.History)
            _options.EarlyStoppingCriteria?.ShouldStop(epoch);
        _report.Begin(run.State, _evaluations.Names);
        if (_schedule.Scaling is { } scaling)
            _report.Say(scaling);
        var reason = run.State.Ended ?? StopReason.Completed;
        try
        {
            for (int epoch = run.State.Epoch; run.State.Ended is null && epoch < _options.MaxEpochs; epoch++)
            {
                reason = RunEpoch(epoch, run);
                var ended = reason != StopReason.Completed || epoch + 1 == _options.MaxEpochs ? reason : (StopReason?)null;
                run.State = run.State with { Epoch = epoch + 1, Batch = 0, Tally = new EpochTally(), Ended = ended };
                record?.SaveEpoch(run.State);
            }
        }
        catch (OperationCanceledException) when (_options.CancellationToken.IsCancellationRequested)
        {
            record?.Save(run.State);
            if (_options.ThrowOnCancellation || best.Epoch == 0)
                throw;
            reason = StopReason.Cancelled;
        }
        catch (Exception e) when (OutOfMemory.Is(e))
        {
            OutOfMemory.Throw(e, _train.Joined > 1 ? _options.BatchSize / _train.Joined : _train.BatchSize, _train.Joined, DeviceName());
        }
        finally
        {
            if (best.Epoch > 0)
                best.Restore();
            _network.train(false);
        }
        _report.Finished(reason, best.Epoch, run.State.History);
        return new TrainingOutcome(reason, best.Epoch, run.State.History);
    }

    /// <summary>What changes while a training runs.</summary>
    private sealed class Course(GradientStep step, WeightSnapshot best, RunRecord? record)
    {
        public GradientStep Step => step;

        public WeightSnapshot Best => best;

        public RunRecord? Record => record;

        /// <summary>As of the last step: what a checkpoint says.</summary>
        public required RunState State { get; set; }
    }

    private StopReason RunEpoch(int epoch, Course run)
    {
        if (epoch >= _options.ThawAfterEpochs && run.Step.Frozen.IsFrozen)
        {
            _report.Say($"From epoch {epoch + 1} on all of the network is trained.");
            run.Step.Thaw(run.State.Steps);
            run.State = run.State with { ThawedAt = run.Step.ThawedAt };
        }
        run.Step.Frozen.Train();
        var meter = new EpochMeter(_train, run.State.Tally);
        double learningRate = run.State.Batch == 0 ? 0 : LearningRate(epoch, run.State.Batch - 1); // that of the last step, should there be none left
        foreach (var batch in _train.Read(epoch, run.State.Batch, _options.CancellationToken))
        {
            _options.CancellationToken.ThrowIfCancellationRequested();
            SeedBatch(epoch, batch.Number);
            double loss = AddGradient(batch, run.Step, meter);
            if (!double.IsFinite(loss))
                return Diverged($"The loss became {loss} at step {batch.Number + 1} of epoch {epoch + 1}", learningRate, run.Best);
            if (run.Step.IsDue || batch.Number == _train.BatchesPerEpoch - 1)
                learningRate = ChangeWeights(epoch, batch.Number, run, meter);
            _report.Step(epoch, meter, learningRate);
        }
        if (run.Step.IsPending) // the images of the last batch are all unusable
            learningRate = ChangeWeights(epoch, _train.BatchesPerEpoch - 1, run, meter);
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
            SkippedSteps = (run.Step.Scaler?.State.Skipped ?? 0) - run.State.History.Sum(before => before.SkippedSteps),
        };
        if (Judge(metrics, run) is not { } judged)
            return Diverged($"The weights are no longer finite, or give no finite loss, at the end of epoch {epoch + 1}", learningRate, run.Best);
        metrics = judged;
        // At once, before anybody is told who may throw: a run that goes on must find the epoch done, or not begun.
        run.State = run.State with { History = [.. run.State.History, metrics], BestEpoch = run.Best.Epoch, Epoch = epoch + 1, Batch = 0, Tally = new EpochTally() };
        _report.Epoch(metrics, meter);
        if (metrics.SkippedSteps > 0)
            _report.Skipped(metrics, run.Step.Scaler!.State.Scale);
        return _options.EarlyStoppingCriteria?.ShouldStop(metrics) == true ? StopReason.EarlyStopped : StopReason.Completed;
    }

    /// <summary>Each batch has a seed of its own: what it draws doesn't depend on what was drawn before, so a run can go on in the middle.</summary>
    private void SeedBatch(int epoch, int number)
    {
        // The order of the epoch is drawn at -1, and augmentation at the index of each image.
        long seed = (long)(new SeededRandom(_seed, epoch, -2 - number).Next() >> 1);
        torch.manual_seed(seed);
        (_network as ITrainable)?.SeedDropPath(seed);
        _objective.Seed(seed);
    }

    /// <summary>Forwards and backwards. Whatever tensors that makes die with its scope, or memory would grow with the number of steps.</summary>
    private double AddGradient(Batch batch, GradientStep step, EpochMeter meter)
    {
        using var scope = torch.NewDisposeScope();
        var result = _objective.Compute(batch, training: true);
        double loss = result.Loss.ToSingle();
        if (!double.IsFinite(loss))
            return loss;
        step.Add(result, batch.Count);
        meter.Add(loss, result.Correct?.ToInt64(), batch.Count);
        return loss;
    }

    private double ChangeWeights(int epoch, int number, Course run, EpochMeter meter)
    {
        double learningRate = LearningRate(epoch, number);
        if (run.Step.Apply(learningRate))
            _objective.AfterStep(run.Step.Optimizer.StepCount);
        run.State = run.State with { Epoch = epoch, Batch = number + 1, Steps = run.Step.Optimizer.StepCount, Tally = meter.Tally, Scaling = run.Step.Scaler?.State };
        if (run.Record?.IsDue == true)
            run.Record.Save(run.State);
        return learningRate;
    }

    private double LearningRate(int epoch, int batch) => _schedule.At((long)epoch * _stepsPerEpoch + batch / _options.GradientAccumulation);

    /// <summary>
    /// Validates and measures the weights, or their moving average, and keeps them when they are the best so far. Null when they are worth nothing:
    /// the last step of an epoch may spoil them, and accuracies don't show it.
    /// </summary>
    private TrainingMetrics? Judge(TrainingMetrics metrics, Course run)
    {
        run.Step.Average?.Swap();
        try
        {
            if (!HasFiniteWeights())
                return null;
            if (_validation is not null)
            {
                var validated = Validate(_validation);
                if (validated.Tally.Images == 0)
                    throw new InvalidOperationException("Not one of the validation images can be used; the log names them. Mend them, validate on others, or on none.");
                if (!double.IsFinite(validated.Loss))
                    return null;
                metrics = metrics with { ValidationLoss = validated.Loss, ValidationAccuracy = double.IsNaN(validated.Accuracy) ? null : validated.Accuracy };
            }
            _network.train(false);
            metrics = metrics with { Metrics = _evaluations.Evaluate(metrics.Epoch, _options.CancellationToken) };
            bool isBest = run.Best.Epoch == 0 || IsBetter(metrics, run.State.History[run.Best.Epoch - 1]);
            if (isBest)
            {
                run.Best.Take(metrics.Epoch);
                run.Record?.SaveBest();
            }
            return metrics with { IsBest = isBest };
        }
        finally
        {
            run.Step.Average?.Swap();
        }
    }

    private bool HasFiniteWeights()
    {
        using var guard = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        return _network.parameters().All(parameter => double.IsFinite(parameter.norm().to(ScalarType.Float32).item<float>()));
    }

    private EpochMeter Validate(IBatchSource source)
    {
        _network.train(false);
        using var guard = torch.no_grad();
        var meter = new EpochMeter(source);
        foreach (var batch in source.Read(0, 0, _options.CancellationToken))
        {
            using var scope = torch.NewDisposeScope();
            var result = _objective.Compute(batch, training: false);
            meter.Add(result.Loss.ToSingle(), result.Correct?.ToInt64(), batch.Count);
        }
        return meter;
    }

    private bool IsBetter(TrainingMetrics candidate, TrainingMetrics best)
    {
        // Without validation images the last epoch is the best: a cosine schedule ends in its best weights.
        if (_validation is null && _options.BestMetricName is null)
            return true;
        // Not measured in this epoch, or without a value.
        if (candidate.Find(_options.BestMetric, _options.BestMetricName) is not { } now || double.IsNaN(now.Value))
            return false;
        if (best.Find(_options.BestMetric, _options.BestMetricName) is not { } before || double.IsNaN(before.Value))
            return true;
        if (now.Value != before.Value)
            return now.Value > before.Value == now.LargerIsBetter;
        // Small validation sets tie often; the loss still tells who is surer.
        return candidate.Value(TrainingMetric.Loss) < best.Value(TrainingMetric.Loss);
    }

    private StopReason Diverged(string what, double learningRate, WeightSnapshot best)
    {
        string message = $"{what}, at a learning rate of {learningRate:G3}. "
            + "Usually the learning rate is too high (try a third of it) or the warm-up too short; sometimes an input or a loaded weight is not finite.";
        if (best.Epoch == 0)
            throw new TrainingDivergedException(message + " No epoch was done, so there are no weights to keep.");
        _report.Warn($"{message} The weights of epoch {best.Epoch} are kept.");
        return StopReason.Diverged;
    }

    private string DeviceName() => _network.parameters().FirstOrDefault()?.device.ToString() ?? "cpu";
}
