namespace Microsoft.ML.Data;

/// <summary>How well several classes are told apart.</summary>
public sealed class MulticlassClassificationMetrics
{
    internal MulticlassClassificationMetrics(MulticlassCounters counters, int topK, ConfusionMatrix confusionMatrix)
    {
        MicroAccuracy = counters.MicroAccuracy;
        MacroAccuracy = counters.MacroAccuracy;
        LogLoss = counters.LogLoss;
        LogLossReduction = counters.LogLossReduction;
        PerClassLogLoss = Array.AsReadOnly(counters.PerClassLogLoss);
        TopKPredictionCount = topK;
        TopKAccuracyForAllK = counters.TopKAccuracies is { } accuracies ? Array.AsReadOnly(accuracies) : null;
        ConfusionMatrix = confusionMatrix;
    }

    /// <summary>Mean of minus the logarithm (base e) of the probability given to the true class.</summary>
    public double LogLoss { get; }

    /// <summary>1 - log loss / log loss of guessing by the classes' frequencies; 1 is perfect, below 0 is worse than that guess.</summary>
    public double LogLossReduction { get; private set; }

    /// <summary>Mean of the accuracies of the classes.</summary>
    public double MacroAccuracy { get; }

    /// <summary>The part of the rows whose largest score is that of their class.</summary>
    public double MicroAccuracy { get; }

    /// <summary>The last of <see cref="TopKAccuracyForAllK"/>, 0 without it.</summary>
    public double TopKAccuracy => TopKAccuracyForAllK?.LastOrDefault() ?? 0;

    /// <summary>The k that was asked for, 0 for none.</summary>
    public int TopKPredictionCount { get; }

    /// <summary>For k from 1: the part of the rows whose class is among the k with the largest scores. Null when no k was asked for.</summary>
    public IReadOnlyList<double> TopKAccuracyForAllK { get; }

    /// <summary>The log loss of the rows of each class, 0 for a class without rows.</summary>
    public IReadOnlyList<double> PerClassLogLoss { get; }

    public ConfusionMatrix ConfusionMatrix { get; }
}
