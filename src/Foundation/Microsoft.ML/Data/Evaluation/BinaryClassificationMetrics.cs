namespace Microsoft.ML.Data;

/// <summary>How well two classes are told apart.</summary>
public class BinaryClassificationMetrics
{
    private protected BinaryClassificationMetrics(BinaryCounters counters, RankedScores ranks, ConfusionMatrix confusionMatrix)
    {
        AreaUnderRocCurve = ranks.AreaUnderRocCurve();
        Accuracy = counters.Accuracy;
        PositivePrecision = counters.PositivePrecision;
        PositiveRecall = counters.PositiveRecall;
        NegativePrecision = counters.NegativePrecision;
        NegativeRecall = counters.NegativeRecall;
        F1Score = counters.F1;
        AreaUnderPrecisionRecallCurve = ranks.AreaUnderPrecisionRecallCurve();
        ConfusionMatrix = confusionMatrix;
    }

    /// <summary>The probability that a positive row scores above a negative one.</summary>
    public double AreaUnderRocCurve { get; }

    /// <summary>The part that is predicted right.</summary>
    public double Accuracy { get; }

    /// <summary>Of those predicted positive, the part that is.</summary>
    public double PositivePrecision { get; }

    /// <summary>Of the positive, the part that was found.</summary>
    public double PositiveRecall { get; private set; }

    /// <summary>Of those predicted negative, the part that is.</summary>
    public double NegativePrecision { get; }

    /// <summary>Of the negative, the part that was found.</summary>
    public double NegativeRecall { get; }

    /// <summary>Harmonic mean of the positive class's precision and recall.</summary>
    public double F1Score { get; }

    /// <summary>Mean precision over all recalls.</summary>
    public double AreaUnderPrecisionRecallCurve { get; }

    public ConfusionMatrix ConfusionMatrix { get; }

    internal static BinaryClassificationMetrics Of(BinaryCounters counters, RankedScores ranks, ConfusionMatrix matrix) => new(counters, ranks, matrix);
}
