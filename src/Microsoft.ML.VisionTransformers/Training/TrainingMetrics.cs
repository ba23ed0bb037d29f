namespace Microsoft.ML.VisionTransformers.Training;

/// <summary>One epoch of a training.</summary>
public sealed record TrainingMetrics
{
    /// <summary>The epoch, from 1.</summary>
    public required int Epoch { get; init; }

    /// <summary>Learning rate of the epoch's last step.</summary>
    public required double LearningRate { get; init; }

    /// <summary>Mean loss over the training images, smoothing and augmentation included.</summary>
    public required double TrainLoss { get; init; }

    /// <summary>Share of (augmented) training images classified right, 0..1, measured while the weights changed; NaN where there are no classes.</summary>
    public required double TrainAccuracy { get; init; }

    /// <summary>Mean loss over the validation images, without smoothing; null without validation images.</summary>
    public double? ValidationLoss { get; init; }

    /// <summary>Share of validation images classified right, 0..1; null without validation images or classes.</summary>
    public double? ValidationAccuracy { get; init; }

    /// <summary>Duration of the epoch's training part.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>Training images a second.</summary>
    public required double ImagesPerSecond { get; init; }

    /// <summary>Share of that time in which the network waited for images, 0..1.</summary>
    public required double LoaderWait { get; init; }

    /// <summary>Steps that were skipped because a scaled gradient overflowed (<see cref="TrainingOptions.LossScale"/>); a few are normal.</summary>
    public long SkippedSteps { get; init; }

    /// <summary>Whether these are the best weights up to here.</summary>
    public bool IsBest { get; init; }

    /// <summary>What else was measured after the epoch, by name, on the weights that may be kept; empty where nothing is, or it was not its turn.</summary>
    public IReadOnlyList<MetricValue> Metrics { get; init; } = [];

    /// <summary>A value of <see cref="Metrics"/>; null when there is none of that name.</summary>
    /// <param name="metric">Its name.</param>
    public double? this[string metric] => Metrics.FirstOrDefault(value => value.Name == metric)?.Value;

    /// <summary>The metric of a name, or of the kind where there is no name; null when it was not measured.</summary>
    internal MetricValue? Find(TrainingMetric metric, string? name) => name is not null ? Metrics.FirstOrDefault(value => value.Name == name)
        : new MetricValue(metric.ToString(), Value(metric), LargerIsBetter: metric == TrainingMetric.Accuracy);

    internal double Value(TrainingMetric metric) =>
        metric == TrainingMetric.Accuracy ? ValidationAccuracy ?? TrainAccuracy : ValidationLoss ?? TrainLoss;
}
