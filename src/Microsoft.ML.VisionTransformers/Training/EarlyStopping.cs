namespace Microsoft.ML.VisionTransformers.Training;

/// <summary>Stops a training whose metric has not got better for a number of epochs; the same criteria as ML.NET's image classification.</summary>
public sealed class EarlyStopping
{
    private double _best;
    private int _waited;
    private bool _started;

    /// <summary>Criteria with a state of their own: one object serves one training at a time.</summary>
    /// <param name="minDelta">Smallest change that counts as better.</param>
    /// <param name="patience">Epochs without a better value after which to stop.</param>
    /// <param name="metric">What is looked at.</param>
    public EarlyStopping(float minDelta = 0.01f, int patience = 20, TrainingMetric metric = TrainingMetric.Accuracy)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(minDelta);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(patience);
        (MinDelta, Patience, Metric) = (minDelta, patience, metric);
    }

    /// <summary>Smallest change that counts as better.</summary>
    public float MinDelta { get; }

    /// <summary>Epochs without a better value after which to stop.</summary>
    public int Patience { get; }

    /// <summary>What is looked at.</summary>
    public TrainingMetric Metric { get; }

    /// <summary>Notes an epoch and says whether to stop after it.</summary>
    /// <param name="metrics">The epoch.</param>
    public bool ShouldStop(TrainingMetrics metrics)
    {
        double value = metrics.Value(Metric), gain = Metric == TrainingMetric.Accuracy ? value - _best : _best - value;
        if (!_started || gain > MinDelta)
        {
            (_best, _waited, _started) = (value, 0, true);
            return false;
        }
        return ++_waited >= Patience;
    }

    /// <summary>The criteria in a line.</summary>
    public override string ToString() => FormattableString.Invariant($"{Metric} better by {MinDelta} within {Patience} epochs");

    internal void Reset() => (_waited, _started) = (0, false);
}
