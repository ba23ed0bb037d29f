namespace Microsoft.ML.VisionTransformers.Training;

/// <summary>Stops a training whose metric has not got better for a number of epochs; the same criteria as ML.NET's image classification.</summary>
public sealed class EarlyStopping
{
    private double _best;
    private int _waited;
    private bool _started;

    /// <summary>Criteria with a state of their own; each fit of a trainer takes a copy.</summary>
    /// <param name="minDelta">Smallest change that counts as better.</param>
    /// <param name="patience">Epochs without a better value after which to stop.</param>
    /// <param name="metric">What is looked at.</param>
    public EarlyStopping(float minDelta = 0.01f, int patience = 20, TrainingMetric metric = TrainingMetric.Accuracy)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(minDelta);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(patience);
        (MinDelta, Patience, Metric) = (minDelta, patience, metric);
    }

    /// <summary>Criteria that look at a metric by its name, one of those that the training measures; epochs in which it isn't measured don't count.</summary>
    /// <param name="metricName">The metric; whether larger is better is its own affair.</param>
    /// <param name="minDelta">Smallest change that counts as better.</param>
    /// <param name="patience">Epochs without a better value after which to stop.</param>
    public EarlyStopping(string metricName, float minDelta = 0.01f, int patience = 20)
        : this(minDelta, patience)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(metricName);
        MetricName = metricName;
    }

    /// <summary>Smallest change that counts as better.</summary>
    public float MinDelta { get; }

    /// <summary>Epochs without a better value after which to stop.</summary>
    public int Patience { get; }

    /// <summary>What is looked at, where <see cref="MetricName"/> is null.</summary>
    public TrainingMetric Metric { get; }

    /// <summary>The name of what is looked at; null = <see cref="Metric"/>.</summary>
    public string? MetricName { get; }

    /// <summary>Notes an epoch and says whether to stop after it.</summary>
    /// <param name="metrics">The epoch.</param>
    public bool ShouldStop(TrainingMetrics metrics)
    {
        if (metrics.Find(Metric, MetricName) is not { } metric || double.IsNaN(metric.Value))
            return false;
        double gain = metric.LargerIsBetter ? metric.Value - _best : _best - metric.Value;
        if (!_started || gain > MinDelta)
        {
            (_best, _waited, _started) = (metric.Value, 0, true);
            return false;
        }
        return ++_waited >= Patience;
    }

    /// <summary>The criteria in a line.</summary>
    public override string ToString() => FormattableString.Invariant($"{MetricName ?? Metric.ToString()} better by {MinDelta} within {Patience} epochs");

    /// <summary>The same criteria for another training.</summary>
    internal EarlyStopping Copy()
    {
        var copy = (EarlyStopping)MemberwiseClone();
        copy.Reset();
        return copy;
    }

    internal void Reset() => (_waited, _started) = (0, false);
}
