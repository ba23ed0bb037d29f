namespace Microsoft.ML.Data;

/// <summary>Sums over the rows of a binary evaluation, and the metrics that follow from them. Positive is a score above 0.</summary>
internal sealed class BinaryCounters
{
    private double _truePositives, _trueNegatives, _falsePositives, _falseNegatives;
    private double _lossPositives, _lossNegatives, _loss;

    /// <param name="score">Decides the prediction.</param>
    /// <param name="probability">NaN where there is none.</param>
    /// <param name="positive">The truth.</param>
    public void Add(float score, float probability, bool positive)
    {
        var predicted = score > 0;
        if (positive)
            _ = predicted ? _truePositives++ : _falseNegatives++;
        else
            _ = predicted ? _falsePositives++ : _trueNegatives++;

        if (!float.IsNaN(probability))
            _ = positive ? _lossPositives++ : _lossNegatives++;
        _loss += float.IsNaN(probability) ? double.NaN : -Math.Log(positive ? probability : 1.0 - probability, 2);
    }

    private double Count => _truePositives + _trueNegatives + _falseNegatives + _falsePositives;

    private double LossCount => _lossPositives + _lossNegatives;

    public double Accuracy => (_trueNegatives + _truePositives) / Count;

    public double PositivePrecision => Part(_truePositives, _falsePositives);

    public double PositiveRecall => Part(_truePositives, _falseNegatives);

    public double NegativePrecision => Part(_trueNegatives, _falseNegatives);

    public double NegativeRecall => Part(_trueNegatives, _falsePositives);

    public double F1 => 2 * PositivePrecision * PositiveRecall / (PositivePrecision + PositiveRecall);

    /// <summary>In bits.</summary>
    public double Entropy => EntropyOf((_truePositives + _falseNegatives) / Count);

    /// <summary>In bits.</summary>
    public double LogLoss => double.IsNaN(_loss) ? double.NaN : LossCount > 0 ? _loss / LossCount : 0;

    public double LogLossReduction
    {
        get
        {
            if (LossCount == 0)
                return 0;
            var prior = EntropyOf(_lossPositives / LossCount);
            return (prior - _loss / LossCount) / prior;
        }
    }

    /// <summary>Positive first.</summary>
    public double[][] Confusion => [[_truePositives, _falseNegatives], [_falsePositives, _trueNegatives]];

    private static double Part(double right, double wrong) => right + wrong > 0 ? right / (right + wrong) : 0;

    private static double EntropyOf(double p) => p <= 0 || p >= 1 ? 0 : -p * Math.Log(p, 2) - (1 - p) * Math.Log(1 - p, 2);
}
