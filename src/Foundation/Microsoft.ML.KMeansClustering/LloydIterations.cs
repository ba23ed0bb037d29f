using static Microsoft.ML.Trainers.VectorArithmetic;

namespace Microsoft.ML.Trainers;

/// <summary>
/// Rows go to their nearest centre, centres to the mean of their rows, again and again (Lloyd, "Least squares quantization in PCM", 1982). Bounds on the
/// distances spare rows whose nearest centre cannot have changed all comparisons: Yinyang k-means' global filter (Ding et al., ICML 2015).
/// </summary>
internal sealed class LloydIterations
{
    private readonly TrainingRows _rows;
    private readonly int[] _assigned;
    private readonly double[] _atMost;  // distance of a row from its own centre
    private readonly double[] _atLeast; // and from every other
    private readonly double[] _moved;   // how far each centre moved last

    public LloydIterations(TrainingRows rows, float[][] centres)
    {
        _rows = rows;
        Centres = centres;
        _assigned = new int[rows.Count];
        _atMost = new double[rows.Count];
        _atLeast = new double[rows.Count];
        Array.Fill(_atMost, double.PositiveInfinity);
        _moved = new double[centres.Length];
    }

    public float[][] Centres { get; }

    /// <summary>One assignment and one move; returns the square of the longest way that a centre went.</summary>
    public double Step()
    {
        var sums = new double[Centres.Length][];
        for (var i = 0; i < sums.Length; i++)
            sums[i] = new double[_rows.Dimension + 1]; // and the rows' weight
        _rows.InBlocks(AssignBlock, part =>
        {
            for (var i = 0; i < sums.Length; i++)
                for (var slot = 0; slot < sums[i].Length; slot++)
                    sums[i][slot] += part[i][slot];
        });
        for (var i = 0; i < sums.Length; i++)
            _moved[i] = Move(Centres[i], sums[i]);
        return _moved.Max() * _moved.Max();
    }

    /// <summary>A centre without rows stays where it is.</summary>
    private static double Move(float[] centre, double[] sums)
    {
        if (sums[^1] <= 0)
            return 0;
        var before = centre.ToArray();
        for (var slot = 0; slot < centre.Length; slot++)
            centre[slot] = (float)(sums[slot] / sums[^1]);
        return Math.Sqrt(SquaredDistance(before, centre));
    }

    private double[][] AssignBlock(int from, int to)
    {
        var sums = Array.ConvertAll(Centres, _ => new double[_rows.Dimension + 1]);
        var longest = _moved.Max();
        for (var row = from; row < to; row++)
        {
            _atMost[row] += _moved[_assigned[row]];
            _atLeast[row] -= longest;
            if (_atMost[row] >= _atLeast[row])
                Assign(row);
            var (own, counts) = (sums[_assigned[row]], _rows.WeightOf(row));
            own[^1] += counts;
            var values = _rows.Features[row].GetValues();
            var indices = _rows.Features[row].GetIndices();
            for (var i = 0; i < values.Length; i++)
                own[indices.IsEmpty ? i : indices[i]] += counts * values[i];
        }
        return sums;
    }

    private void Assign(int row)
    {
        var (nearest, second) = (float.PositiveInfinity, float.PositiveInfinity);
        for (var i = 0; i < Centres.Length; i++)
        {
            var distance = SquaredDistance(_rows.Features[row], Centres[i]);
            if (distance < nearest)
                (nearest, second, _assigned[row]) = (distance, nearest, i);
            else
                second = Math.Min(second, distance);
        }
        (_atMost[row], _atLeast[row]) = (Math.Sqrt(nearest), Math.Sqrt(second));
    }
}
