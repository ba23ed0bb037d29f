namespace Microsoft.ML.Data;

/// <summary>Sums over the rows of a multiclass evaluation, and the metrics that follow from them.</summary>
internal sealed class MulticlassCounters(int classes, int topK)
{
    /// <summary>No probability counts as less, so that one wrong certainty does not make the mean infinite.</summary>
    private const float LeastProbability = 1e-15f;

    private readonly int[] _order = new int[classes];
    private readonly float[] _negatives = new float[classes];
    private readonly double[] _ofClass = new double[classes];
    private readonly double[] _lossOfClass = new double[classes];
    private readonly double[] _atRank = new double[topK];
    private double _count;
    private double _correct;
    private double _loss;

    /// <summary>Counts by true class, then by predicted class.</summary>
    public double[][] Confusion { get; } = [.. Enumerable.Range(0, classes).Select(_ => new double[classes])];

    public void Add(ReadOnlySpan<float> scores, int label)
    {
        _count++;
        var known = label < classes; // a class that was not there in training costs the worst loss
        var loss = -Math.Log(known ? Math.Min(1, Math.Max(LeastProbability, scores[label])) : LeastProbability);
        _loss += loss;
        if (known)
        {
            _ofClass[label]++;
            _lossOfClass[label] += loss;
        }
        var assigned = FirstLargest(scores);
        if (assigned == label)
            _correct++;
        if (known)
            Confusion[label][assigned]++;
        if (topK > 0)
            AddRank(scores, label);
    }

    /// <summary>Of equal scores the class that comes first is ranked first.</summary>
    private void AddRank(ReadOnlySpan<float> scores, int label)
    {
        for (var i = 0; i < classes; i++)
            (_order[i], _negatives[i]) = (i, -scores[i]);
        Array.Sort(_order, (a, b) => _negatives[a] != _negatives[b] ? _negatives[a].CompareTo(_negatives[b]) : a.CompareTo(b));
        for (var rank = 0; rank < topK; rank++)
        {
            if (_order[rank] == label)
                _atRank[rank]++;
        }
    }

    private static int FirstLargest(ReadOnlySpan<float> scores)
    {
        var largest = 0;
        for (var i = 1; i < scores.Length; i++)
        {
            if (scores[i] > scores[largest])
                largest = i;
        }
        return largest;
    }

    public double MicroAccuracy => _count > 0 ? _correct / _count : 0;

    /// <summary>The mean over the classes that have rows.</summary>
    public double MacroAccuracy
    {
        get
        {
            double sum = 0;
            var present = 0;
            for (var i = 0; i < classes; i++)
            {
                if (_ofClass[i] == 0)
                    continue;
                present++;
                sum += Confusion[i][i] / _ofClass[i];
            }
            return present > 0 ? sum / present : 0;
        }
    }

    public double LogLoss => _count > 0 ? _loss / _count : 0;

    /// <summary>How much of the loss of always guessing by the classes' frequencies is gone.</summary>
    public double LogLossReduction
    {
        get
        {
            double entropy = 0;
            foreach (var ofClass in _ofClass)
            {
                if (ofClass != 0)
                    entropy += ofClass * Math.Log(ofClass / _count);
            }
            entropy /= -_count;
            return (entropy - LogLoss) / entropy;
        }
    }

    public double[] PerClassLogLoss => [.. _lossOfClass.Select((loss, i) => _ofClass[i] > 0 ? loss / _ofClass[i] : 0)];

    /// <summary>For each k the part of the rows whose class is among the k with the largest scores; null when it was not asked for.</summary>
    public double[] TopKAccuracies
    {
        get
        {
            if (topK == 0)
                return null;
            double sum = 0;
            return Array.ConvertAll(_atRank, at => sum += _count > 0 ? at / _count : 0);
        }
    }
}
