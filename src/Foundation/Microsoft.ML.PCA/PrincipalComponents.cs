using Microsoft.ML.Trainers;
using static Microsoft.ML.Trainers.VectorArithmetic;

namespace Microsoft.ML.Transforms;

/// <summary>The randomised range finder of Halko et al. on the covariance of the rows, which is never formed: products with it are sums over the rows.</summary>
internal sealed class PrincipalComponents
{
    // So many products are added in single precision before they go into sums of double precision.
    private const int RowsOfSingles = 256;

    private readonly TrainingRows _rows;
    private readonly double[] _mean;

    public PrincipalComponents(TrainingRows rows, bool ensureZeroMean)
    {
        _rows = rows;
        _mean = new double[rows.Dimension];
        if (!ensureZeroMean)
            return;
        for (var row = 0; row < rows.Count; row++)
        {
            foreach (var (slot, value) in rows.Features[row].Items())
                _mean[slot] += rows.WeightOf(row) * value / rows.TotalWeight;
        }
    }

    public double MeanAlong(float[] direction)
    {
        double sum = 0;
        for (var i = 0; i < direction.Length; i++)
            sum += direction[i] * _mean[i];
        return sum;
    }

    /// <summary>Directions of length 1 at right angles, the one with the largest variance first; zeros where nothing varies any more.</summary>
    public float[][] Find(int rank, int oversampling, Random random)
    {
        var sampled = Math.Min(rank + oversampling, _rows.Dimension);
        var basis = TimesCovariance([.. Enumerable.Range(0, sampled).Select(_ => Gaussian(random))]);
        Orthonormalize(basis);
        var range = TimesCovariance(basis);
        // The left singular vectors of the range are the directions: by the eigenvectors of its inner products.
        var products = new double[sampled, sampled];
        for (var i = 0; i < sampled; i++)
            for (var j = 0; j <= i; j++)
                products[i, j] = products[j, i] = Dot(range[i], range[j]);
        var (values, vectors) = SymmetricEigen.Decompose(products);
        var order = Enumerable.Range(0, sampled).OrderByDescending(i => values[i]).Take(rank);
        var largest = Math.Sqrt(Math.Max(0, values.Max()));
        return [.. order.Select(i => Combine(range, vectors, i, Math.Sqrt(Math.Max(0, values[i])), largest))];
    }

    private float[] Combine(double[][] range, double[,] vectors, int column, double length, double largest)
    {
        var direction = new float[_rows.Dimension];
        // Below this the direction is rounding errors.
        if (length <= largest * 1e-7)
            return direction;
        for (var slot = 0; slot < direction.Length; slot++)
        {
            double sum = 0;
            for (var i = 0; i < range.Length; i++)
                sum += vectors[i, column] * range[i][slot];
            direction[slot] = (float)(sum / length);
        }
        return direction;
    }

    private double[] Gaussian(Random random)
    {
        // Box and Muller, 1958.
        var values = new double[_rows.Dimension];
        for (var i = 0; i < values.Length; i++)
            values[i] = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        return values;
    }

    /// <summary>The covariance times each vector.</summary>
    private double[][] TimesCovariance(double[][] vectors)
    {
        var singles = Array.ConvertAll(vectors, vector => Array.ConvertAll(vector, value => (float)value));
        var products = Array.ConvertAll(vectors, vector => new double[vector.Length]);
        _rows.InBlocks((from, to) => SumBlock(singles, from, to), part => Add(part, products));
        for (var i = 0; i < vectors.Length; i++)
        {
            var along = Dot(_mean, vectors[i]);
            for (var slot = 0; slot < _mean.Length; slot++)
                products[i][slot] = products[i][slot] / _rows.TotalWeight - along * _mean[slot];
        }
        return products;
    }

    private double[][] SumBlock(float[][] vectors, int from, int to)
    {
        var sums = Array.ConvertAll(vectors, vector => new double[vector.Length]);
        var part = Array.ConvertAll(vectors, vector => new float[vector.Length]);
        for (var first = from; first < to; first += RowsOfSingles)
        {
            for (var row = first; row < Math.Min(to, first + RowsOfSingles); row++)
            {
                for (var i = 0; i < vectors.Length; i++)
                    AddScaled(_rows.Features[row], _rows.WeightOf(row) * VectorArithmetic.Dot(_rows.Features[row], vectors[i]), part[i]);
            }
            Add(Array.ConvertAll(part, values => Array.ConvertAll(values, value => (double)value)), sums);
            foreach (var values in part)
                Array.Clear(values);
        }
        return sums;
    }

    private static void Add(double[][] from, double[][] to)
    {
        for (var i = 0; i < to.Length; i++)
            for (var slot = 0; slot < to[i].Length; slot++)
                to[i][slot] += from[i][slot];
    }

    /// <summary>Gram and Schmidt, each vector twice: once loses the right angles where vectors are nearly parallel. What is nothing but rounding becomes zero.</summary>
    private static void Orthonormalize(double[][] vectors)
    {
        for (var i = 0; i < vectors.Length; i++)
        {
            var before = Math.Sqrt(Dot(vectors[i], vectors[i]));
            for (var time = 0; time < 2; time++)
            {
                for (var j = 0; j < i; j++)
                    Scale(vectors[i], 1, vectors[j], -Dot(vectors[i], vectors[j]));
            }
            var length = Math.Sqrt(Dot(vectors[i], vectors[i]));
            Scale(vectors[i], length > before * 1e-10 ? 1 / length : 0, vectors[i], 0);
        }
    }

    private static void Scale(double[] target, double factor, double[] other, double factorOfOther)
    {
        for (var i = 0; i < target.Length; i++)
            target[i] = factor * target[i] + factorOfOther * other[i];
    }

    private static double Dot(double[] a, double[] b)
    {
        double sum = 0;
        for (var i = 0; i < a.Length; i++)
            sum += a[i] * b[i];
        return sum;
    }
}
