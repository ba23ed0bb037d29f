using System.Diagnostics;
using System.Globalization;
using Microsoft.ML.VisionTransformers.Data;
using Microsoft.ML.VisionTransformers.Training.Runs;

namespace Microsoft.ML.VisionTransformers.Training;

/// <summary>Turns what the loop measures into callbacks and log lines.</summary>
internal sealed class TrainingReport(TrainingOptions options, IBatchSource train, Action<string, bool>? log)
{
    private const int MostInALine = 8;

    private readonly long _start = Stopwatch.GetTimestamp();
    private long _lastProgress;
    private long _stepsDone;
    private TimeSpan _validating; // one epoch's share, as measured in the last one
    private IReadOnlyList<MetricValue> _measured = [];

    /// <summary>Says where a training goes on, if it does, and whether it measures something else from there on.</summary>
    public void Begin(RunState state, IReadOnlyList<string> metrics)
    {
        _stepsDone = (long)state.Epoch * train.BatchesPerEpoch + state.Batch;
        if (state.Ended is null && _stepsDone > 0)
            Say($"Going on with the training in {options.OutputFolder}: epoch {state.Epoch + 1} of {options.MaxEpochs}, step {state.Batch + 1} of {train.BatchesPerEpoch}.");
        else if (state.Ended is not null)
            Say($"The training in {options.OutputFolder} is finished.");
        if (state.History.Count == 0)
            return;
        _measured = state.History[^1].Metrics;
        var before = state.History.SelectMany(epoch => epoch.Metrics).Select(metric => metric.Name).Distinct().ToArray();
        if (state.Ended is null && before.Except(metrics).ToArray() is { Length: > 0 } gone)
            Warn($"No longer measured, as it was before the training stopped: {string.Join(", ", gone)}.");
        if (state.Ended is null && before.Length > 0 && metrics.Except(before).ToArray() is { Length: > 0 } added)
            Warn($"Measured from epoch {state.Epoch + 1} on, and not before: {string.Join(", ", added)}.");
    }

    public void Step(int epoch, EpochMeter meter, double learningRate)
    {
        _stepsDone++;
        if (options.ProgressCallback is null)
            return;
        long now = Stopwatch.GetTimestamp();
        bool last = meter.Steps == train.BatchesPerEpoch;
        if (!last && _lastProgress != 0 && Stopwatch.GetElapsedTime(_lastProgress, now) < options.ProgressInterval)
            return;
        _lastProgress = now;
        options.ProgressCallback(new TrainingProgress(epoch + 1, options.MaxEpochs, meter.Steps, train.BatchesPerEpoch, meter.Loss, learningRate,
            meter.ImagesPerSecond, meter.LoaderWait, TimeLeft(epoch, meter)) { Metrics = _measured });
    }

    public void Epoch(TrainingMetrics metrics, EpochMeter meter)
    {
        (_validating, _measured) = (meter.Elapsed - metrics.Duration, metrics.Metrics);
        string validated = metrics.ValidationLoss is { } loss
            ? string.Create(CultureInfo.InvariantCulture, $", validation loss {loss:F4}")
            : "";
        if (metrics.ValidationAccuracy is { } right)
            validated += string.Create(CultureInfo.InvariantCulture, $", accuracy {right:P1}");
        validated += string.Concat(metrics.Metrics.Take(MostInALine).Select(metric => string.Create(CultureInfo.InvariantCulture, $", {metric.Name} {metric.Value:G4}")));
        if (metrics.Metrics.Count > MostInALine)
            validated += ", ...";
        if (validated.Length > 0 && metrics.IsBest)
            validated += " (best)";
        string accuracy = double.IsNaN(metrics.TrainAccuracy) ? "" : string.Create(CultureInfo.InvariantCulture, $", accuracy {metrics.TrainAccuracy:P1}");
        Say(string.Create(CultureInfo.InvariantCulture,
            $"Epoch {metrics.Epoch}/{options.MaxEpochs}: loss {metrics.TrainLoss:F4}{accuracy}{validated}; {metrics.ImagesPerSecond:F0} images/s, {metrics.LoaderWait:P1} of the time waiting for images"));
        options.MetricsCallback?.Invoke(metrics);
    }

    public void Skipped(TrainingMetrics metrics, double scale) => Say(string.Create(CultureInfo.InvariantCulture,
        $"Epoch {metrics.Epoch}: {metrics.SkippedSteps} step(s) skipped because scaled gradients overflowed; the loss scale is now {scale:G6}."));

    public void Finished(StopReason reason, int bestEpoch, IReadOnlyList<TrainingMetrics> history)
    {
        string how = reason switch
        {
            StopReason.EarlyStopped => "stopped early",
            StopReason.Cancelled => "cancelled",
            StopReason.Diverged => "stopped because the loss was not finite",
            _ => "done",
        };
        Say($"Training {how} after {history.Count} epoch(s) and {Stopwatch.GetElapsedTime(_start):hh\\:mm\\:ss}; the weights are those of epoch {bestEpoch}.");
    }

    public void Warn(string message) => log?.Invoke(message, true);

    public void Say(string message) => log?.Invoke(message, false);

    private TimeSpan TimeLeft(int epoch, EpochMeter meter)
    {
        double secondsPerStep = meter.Elapsed.TotalSeconds / meter.Steps;
        long stepsLeft = (long)train.BatchesPerEpoch * options.MaxEpochs - _stepsDone;
        return TimeSpan.FromSeconds(Math.Max(0, stepsLeft * secondsPerStep)) + _validating * (options.MaxEpochs - epoch);
    }
}
