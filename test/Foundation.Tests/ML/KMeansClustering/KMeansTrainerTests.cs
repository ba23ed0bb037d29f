using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;

namespace Foundation.Tests.ML.KMeansClustering;

public class KMeansTrainerTests
{
    private static readonly float[][] _centres = [[0, 0], [20, 0], [0, 20], [20, 20]];

    public sealed class Row
    {
        [VectorType(2)] public float[] Features = [];
        public float Weight = 1;
        [KeyType(4)] public uint Label;
    }

    private readonly MLContext _ml = new(1);

    private static Row[] Clouds()
    {
        var random = new Random(3);
        return [.. Enumerable.Range(0, 400).Select(i => new Row
        {
            Features = [_centres[i % 4][0] + (float)random.NextDouble() - 0.5f, _centres[i % 4][1] + (float)random.NextDouble() - 0.5f],
            Label = (uint)(i % 4),
        })];
    }

    private static float[][] CentresOf(KMeansModelParameters model)
    {
        VBuffer<float>[]? centres = null;
        model.GetClusterCentroids(ref centres, out var k);
        return [.. centres!.Take(k).Select(centre => centre.DenseValues().ToArray()).OrderBy(c => MathF.Round(c[1])).ThenBy(c => c[0])];
    }

    [Theory]
    [InlineData(KMeansTrainer.InitializationAlgorithm.KMeansYinyang)]
    [InlineData(KMeansTrainer.InitializationAlgorithm.KMeansPlusPlus)]
    public void FindsTheMeansOfClouds(KMeansTrainer.InitializationAlgorithm start)
    {
        var rows = Clouds();
        var view = _ml.Data.LoadFromEnumerable(rows);
        var model = _ml.Clustering.Trainers.KMeans(new KMeansTrainer.Options { NumberOfClusters = 4, InitializationAlgorithm = start }).Fit(view);

        var found = CentresOf(model.Model);
        for (var i = 0; i < 4; i++)
            for (var axis = 0; axis < 2; axis++)
                Assert.Equal(rows.Where(row => row.Label == i).Average(row => row.Features[axis]), found[i][axis], 1e-4);
        var metrics = _ml.Clustering.Evaluate(model.Transform(view), "Label", featureColumnName: "Features");
        Assert.Equal(1, metrics.NormalizedMutualInformation, 1e-9);
        Assert.InRange(metrics.AverageDistance, 0.1, 0.25); // two uniform widths of 1: 2/12
    }

    [Theory]
    [InlineData(KMeansTrainer.InitializationAlgorithm.KMeansYinyang)]
    [InlineData(KMeansTrainer.InitializationAlgorithm.KMeansPlusPlus)]
    [InlineData(KMeansTrainer.InitializationAlgorithm.Random)]
    public void EndsWhereEachCentreIsTheMeanOfItsRows(KMeansTrainer.InitializationAlgorithm start)
    {
        // One cloud has no right answer: the bounds that spare comparisons are at work.
        var random = new Random(5);
        var rows = Enumerable.Range(0, 300).Select(_ => new Row { Features = [(float)random.NextDouble(), (float)random.NextDouble()], Weight = 1 + random.Next(3) }).ToArray();
        var view = _ml.Data.LoadFromEnumerable(rows);
        var model = _ml.Clustering.Trainers.KMeans(new KMeansTrainer.Options
        {
            NumberOfClusters = 7, ExampleWeightColumnName = "Weight", InitializationAlgorithm = start, OptimizationTolerance = 1e-12f,
        }).Fit(view);

        VBuffer<float>[]? centres = null;
        model.Model.GetClusterCentroids(ref centres, out _);
        var labels = model.Transform(view).GetColumn<uint>("PredictedLabel").ToArray();
        for (var cluster = 0; cluster < 7; cluster++)
        {
            var own = rows.Where((_, i) => labels[i] == cluster + 1).ToArray();
            for (var axis = 0; axis < 2; axis++)
                Assert.Equal(own.Sum(row => row.Weight * row.Features[axis]) / own.Sum(row => row.Weight), centres![cluster].GetItemOrDefault(axis), 1e-4);
        }
    }

    [Fact]
    public void OneSeedGivesOneModelToTheBit()
    {
        Assert.Equal(Centres(1), Centres(1));

        static float[] Centres(int seed)
        {
            var ml = new MLContext(seed);
            return [.. CentresOf(ml.Clustering.Trainers.KMeans(numberOfClusters: 9).Fit(ml.Data.LoadFromEnumerable(Clouds())).Model).SelectMany(c => c)];
        }
    }

    [Fact]
    public void FewerDistinctRowsThanClustersAreAnError()
    {
        var view = _ml.Data.LoadFromEnumerable(Enumerable.Repeat(new Row { Features = [1, 2] }, 10).Append(new Row { Features = [3, 4] }).ToArray());
        var error = Assert.Throws<InvalidOperationException>(() => _ml.Clustering.Trainers.KMeans(numberOfClusters: 3).Fit(view));
        Assert.Contains("populate 3 clusters (only found 2 distinct instances)", error.Message);
    }
}
