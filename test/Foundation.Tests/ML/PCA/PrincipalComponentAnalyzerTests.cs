using Foundation.Tests.ML.Transforms;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Foundation.Tests.ML.PCA;

public class PrincipalComponentAnalyzerTests
{
    // Rows are Mean + along First and Second, which are at right angles, with deviations of 3 and 1, and a little in all directions.
    private static readonly float[] _first = [0.6f, 0.8f, 0, 0], _second = [-0.8f, 0.6f, 0, 0], _mean = [5, -1, 2, 7];

    public sealed class Row
    {
        [VectorType(4)] public float[] Features = [];
        public float Weight = 1;
    }

    private readonly MLContext _ml = new(1);

    private static Row[] Rows()
    {
        var random = new Random(2);
        return [.. Enumerable.Range(0, 500).Select(_ =>
        {
            var (along, across) = (Gaussian() * 3, Gaussian());
            return new Row { Features = [.. Enumerable.Range(0, 4).Select(i => (float)(_mean[i] + along * _first[i] + across * _second[i] + 0.01 * Gaussian()))] };
        })];

        double Gaussian() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
    }

    private float[][] Projected(Row[] rows, int rank, int overSampling = 20, bool ensureZeroMean = true, string? weight = null)
    {
        var view = _ml.Data.LoadFromEnumerable(rows);
        var model = _ml.Transforms.ProjectToPrincipalComponents("Components", "Features", weight, rank, overSampling, ensureZeroMean, seed: 1).Fit(view);
        return [.. model.Transform(view).GetColumn<float[]>("Components")];
    }

    [Fact]
    public void TheFirstComponentsAreTheDirectionsOfLargestVariance()
    {
        var rows = Rows();
        var projected = Projected(rows, 2);

        Assert.Equal(0, projected.Average(p => p[0]), 1e-3);
        Assert.Equal(0, projected.Average(p => p[1]), 1e-3);
        // No direction has more variance than the first component, and the one that the rows were drawn along hardly less.
        var most = projected.Average(p => p[0] * (double)p[0]);
        Assert.InRange(VarianceAlong(_first), most - 0.05, most + 1e-4);
        Assert.InRange(VarianceAlong([0.5f, 0.5f, 0.5f, 0.5f]), 0, most);
        Assert.Equal(VarianceAlong(_first) + VarianceAlong(_second), projected.Average(p => p[0] * (double)p[0] + p[1] * (double)p[1]), 1e-3);
        Assert.Equal(0, projected.Average(p => p[0] * (double)p[1]), 1e-3);

        double VarianceAlong(float[] direction)
        {
            var along = rows.Select(row => row.Features.Zip(direction, (value, part) => (double)value * part).Sum()).ToArray();
            return along.Average(value => value * value) - along.Average() * along.Average();
        }
    }

    [Fact]
    public void AllComponentsKeepAllDistances()
    {
        var rows = Rows();
        var projected = Projected(rows, 4);

        for (var i = 1; i < 50; i++)
            Assert.Equal(Distance(rows[0].Features, rows[i].Features), Distance(projected[0], projected[i]), 1e-3);
        var variances = Enumerable.Range(0, 4).Select(c => projected.Average(p => p[c] * (double)p[c])).ToArray();
        Assert.Equal(variances.OrderDescending(), variances);

        static double Distance(float[] a, float[] b) => Math.Sqrt(a.Zip(b, (x, y) => (double)(x - y) * (x - y)).Sum());
    }

    [Fact]
    public void WithoutCentringTheMeanCountsAsVariance()
    {
        var projected = Projected(Rows(), 1, ensureZeroMean: false);
        Assert.InRange(Math.Abs(projected.Average(p => p[0])), 8, 9.5); // the mean is 8.9 long
    }

    [Fact]
    public void AWeightedRowCountsAsSoMany()
    {
        var rows = Rows();
        for (var i = 0; i < rows.Length; i++)
            rows[i].Weight = i % 3;
        var repeated = rows.SelectMany(row => Enumerable.Repeat(row, (int)row.Weight)).ToArray();
        var byWeight = Projected(rows, 2, weight: "Weight");
        var kept = byWeight.Where((_, i) => rows[i].Weight > 0).ToArray();
        var byCopies = Projected(repeated, 2).Where((_, i) => i == 0 || repeated[i] != repeated[i - 1]).ToArray();

        for (var i = 0; i < kept.Length; i++)
            Assert.Equal(Math.Abs(byCopies[i][0]), Math.Abs(kept[i][0]), 1e-3);
    }

    [Fact]
    public void WhatDoesNotVaryProjectsToZero()
    {
        // Three values that are always the same: only one direction has any variance.
        var rows = Enumerable.Range(0, 20).Select(i => new Row { Features = [i, 4, 4, 4] }).ToArray();
        var projected = Projected(rows, 3);

        Assert.All(projected, p => Assert.Equal(0, p[1], 1e-4));
        Assert.Equal(19, Math.Abs(projected[19][0] - projected[0][0]), 1e-3);
    }

    [Fact]
    public void ASavedModelGivesTheSameRows()
    {
        var view = _ml.Data.LoadFromEnumerable(Rows());
        var model = _ml.Transforms.ProjectToPrincipalComponents("Features", rank: 2).Fit(view);
        using var file = new MemoryStream();
        _ml.Model.Save(model, view.Schema, file);
        file.Position = 0;

        var loaded = new MLContext(2).Model.Load(file, out _);
        Assert.Equal(SavedTransformerTests.Describe(model.Transform(view)), SavedTransformerTests.Describe(loaded.Transform(view)));
    }

    [Fact]
    public void MoreComponentsThanValuesAreAnError()
    {
        var view = _ml.Data.LoadFromEnumerable(Rows());
        Assert.Contains("at most the dimension", Assert.Throws<ArgumentOutOfRangeException>(() => _ml.Transforms.ProjectToPrincipalComponents("Features", rank: 5).Fit(view)).Message);
        Assert.Contains("vector of Single", Assert.Throws<ArgumentOutOfRangeException>(() => _ml.Transforms.ProjectToPrincipalComponents("Weight", rank: 1).Fit(view)).Message);
    }
}
