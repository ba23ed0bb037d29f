using Microsoft.ML.Runtime;

namespace Microsoft.ML.Trainers;

/// <summary>
/// Proximal dual coordinate ascent for softmax regression. The dual variables of a row are a distribution over the classes, at first all on the true one;
/// the weights follow from those of all rows. A row's step takes its distribution to where the dual objective is highest with all others fixed
/// (Yu, Huang and Lin, "Dual coordinate descent methods for logistic regression and maximum entropy models", 2011, with all classes of a row at once).
/// </summary>
internal sealed class DualCoordinateAscent
{
    private readonly TrainingRows _rows;
    private readonly float _l1;
    private readonly float _l2;
    private readonly float[] _distributions;
    private readonly float[][] _sums, _weights; // of each class: features, then the bias; weights are the sums after L1's shrinking
    private readonly float[] _scores;
    private readonly float[] _optimum;

    public DualCoordinateAscent(TrainingRows rows, float l1, float l2)
    {
        _rows = rows;
        _l1 = l1;
        _l2 = l2;
        _scores = new float[rows.Classes];
        _optimum = new float[rows.Classes];
        _distributions = new float[rows.Count * rows.Classes];
        for (var row = 0; row < rows.Count; row++)
            _distributions[row * rows.Classes + rows.Labels[row]] = 1;
        _sums = NewWeights();
        // Without L1 nothing is shrunk, and the two are one.
        _weights = l1 == 0 ? _sums : NewWeights();
    }

    private float[][] NewWeights() => [.. Enumerable.Range(0, _rows.Classes).Select(_ => new float[_rows.Dimension + 1])];

    private Span<float> DistributionOf(int row) => _distributions.AsSpan(row * _rows.Classes, _rows.Classes);

    public void Pass(int[] order)
    {
        foreach (var row in order)
            Step(row);
    }

    private void Step(int row)
    {
        ref readonly var features = ref _rows.Features[row];
        var ofRow = DistributionOf(row);
        Score(row);
        var perChange = _rows.WeightOf(row) / (_l2 * _rows.Count);
        RowOptimum.Find(ofRow, _scores, perChange * (VectorArithmetic.NormSquared(features) + 1), _optimum);
        for (var i = 0; i < ofRow.Length; i++)
        {
            var change = _optimum[i] - ofRow[i];
            ofRow[i] = _optimum[i];
            var sums = _sums[i];
            VectorArithmetic.AddScaled(features, -change * perChange, sums);
            sums[^1] -= change * perChange;
            if (_l1 > 0)
                Shrink(sums, _weights[i]);
        }
    }

    private void Score(int row)
    {
        ref readonly var features = ref _rows.Features[row];
        for (var i = 0; i < _scores.Length; i++)
            _scores[i] = VectorArithmetic.Dot(features, _weights[i]) + _weights[i][^1];
    }

    private double LogLoss(int row)
    {
        Score(row);
        var ofLabel = _scores[_rows.Labels[row]];
        return VectorArithmetic.Softmax(_scores) - ofLabel;
    }

    private void Shrink(float[] sums, float[] weights)
    {
        for (var i = 0; i < sums.Length; i++)
            weights[i] = MathF.CopySign(Math.Max(0, Math.Abs(sums[i]) - _l1), sums[i]);
    }

    /// <summary>How much of the loss the duality gap is: no weights can make the loss smaller by more than this part.</summary>
    public double RelativeGap()
    {
        double loss = 0, entropy = 0, squares = 0, absolute = 0;
        for (var row = 0; row < _rows.Count; row++)
        {
            loss += _rows.WeightOf(row) * LogLoss(row);
            foreach (var part in DistributionOf(row))
                entropy -= part > 0 ? _rows.WeightOf(row) * part * Math.Log(part) : 0;
        }
        foreach (var weight in _weights.SelectMany(weights => weights))
        {
            squares += (double)weight * weight;
            absolute += Math.Abs(weight);
        }
        var primal = loss / _rows.Count + _l2 * (squares / 2 + _l1 * absolute);
        var dual = entropy / _rows.Count - _l2 * squares / 2;
        return (primal - dual) / primal;
    }

    public MaximumEntropyModelParameters ToModelParameters(IHostEnvironment env) =>
        new(env, Array.ConvertAll(_weights, weights => weights[..^1]), Array.ConvertAll(_weights, weights => weights[^1]));
}
