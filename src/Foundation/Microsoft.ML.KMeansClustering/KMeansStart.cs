using Microsoft.ML.Data;
using static Microsoft.ML.Trainers.VectorArithmetic;

namespace Microsoft.ML.Trainers;

/// <summary>Chooses the first centres among the rows; distinct ones, so there may be fewer than asked for.</summary>
internal sealed class KMeansStart
{
    // Bahmani et al., section 5: five passes that each draw twice as many rows as there will be centres are enough.
    private const int Passes = 5;
    private const int DrawnPerCentre = 2;

    private readonly TrainingRows _rows;
    private readonly Random _random;
    private readonly int _count;
    private readonly List<float[]> _centres = [];
    private readonly double[] _distances; // squared, of each row from the nearest centre so far
    private readonly int[] _nearest;

    public KMeansStart(TrainingRows rows, Random random, int count)
    {
        _rows = rows;
        _random = random;
        _count = count;
        _nearest = new int[rows.Count];
        _distances = new double[rows.Count];
        Array.Fill(_distances, double.PositiveInfinity);
    }

    /// <summary>Every row with the same chance.</summary>
    public List<float[]> Random()
    {
        var order = Enumerable.Range(0, _rows.Count).ToArray();
        _random.Shuffle(order);
        foreach (var row in order)
        {
            if (_centres.Count < _count)
                AddDistinct(row);
        }
        return _centres;
    }

    /// <summary>One row after the other, with a chance that is the squared distance from the nearest centre so far.</summary>
    public List<float[]> PlusPlus()
    {
        while (_centres.Count < _count && DrawOne() is >= 0 and var row)
            AddDistinct(row);
        return _centres;
    }

    /// <summary>Candidates of a few passes over the rows, weighted by how many rows are nearest to each, are thinned out by k-means++.</summary>
    public List<float[]> Parallel()
    {
        if (DrawOne() is >= 0 and var first)
            AddDistinct(first);
        for (var pass = 0; pass < Passes; pass++)
        {
            var chances = Chances();
            var total = chances.Sum();
            var drawn = Enumerable.Range(0, _rows.Count).Where(row => _random.NextDouble() * total < DrawnPerCentre * _count * chances[row]).ToArray();
            foreach (var row in drawn)
                AddDistinct(row);
        }
        if (_centres.Count <= _count)
            return PlusPlus(); // chance drew too few
        var weights = new float[_centres.Count];
        for (var row = 0; row < _rows.Count; row++)
            weights[_nearest[row]] += _rows.WeightOf(row);
        var candidates = new TrainingRows([.. _centres.Select(centre => new VBuffer<float>(centre.Length, centre))], weights);
        return new KMeansStart(candidates, _random, _count).PlusPlus();
    }

    /// <summary>Before there is a centre only the weights count.</summary>
    private double[] Chances() =>
        [.. _distances.Select((distance, row) => Math.Max(0, _rows.WeightOf(row)) * (_centres.Count == 0 ? 1 : distance))];

    /// <summary>-1 where no row has a chance.</summary>
    private int DrawOne()
    {
        var chances = Chances();
        var at = _random.NextDouble() * chances.Sum();
        for (var row = 0; row < chances.Length; row++)
        {
            if (chances[row] > 0 && (at -= chances[row]) < 0)
                return row;
        }
        // Only rounding can bring it here where there are chances at all.
        return Array.FindLastIndex(chances, chance => chance > 0);
    }

    private void AddDistinct(int row)
    {
        if (_distances[row] == 0)
            return;
        var centre = new float[_rows.Dimension];
        _rows.Features[row].CopyTo(centre);
        _centres.Add(centre);
        _rows.InBlocks((from, to) =>
        {
            for (var other = from; other < to; other++)
            {
                if (SquaredDistance(_rows.Features[other], centre) is var distance && distance < _distances[other])
                    (_distances[other], _nearest[other]) = (distance, _centres.Count - 1);
            }
            return 0;
        }, _ => { });
    }
}
