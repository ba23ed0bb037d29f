namespace Microsoft.ML.Data;

/// <summary>How well two classes are told apart, and how far the probabilities can be trusted.</summary>
public sealed class CalibratedBinaryClassificationMetrics : BinaryClassificationMetrics
{
    internal CalibratedBinaryClassificationMetrics(BinaryCounters counters, RankedScores ranks, ConfusionMatrix confusionMatrix) : base(counters, ranks, confusionMatrix)
    {
        LogLoss = counters.LogLoss;
        LogLossReduction = counters.LogLossReduction;
        Entropy = counters.Entropy;
    }

    /// <summary>Mean of minus the logarithm (base 2) of the probability given to the true class.</summary>
    public double LogLoss { get; }

    /// <summary>1 - log loss / log loss of always giving the part of positives as probability.</summary>
    public double LogLossReduction { get; }

    /// <summary>Log loss, in bits, of always giving the part of positives as probability.</summary>
    public double Entropy { get; }
}
