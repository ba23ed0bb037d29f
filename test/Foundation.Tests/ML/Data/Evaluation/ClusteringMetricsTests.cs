using Microsoft.ML;
using Microsoft.ML.Data;

namespace Foundation.Tests.ML.Data.Evaluation;

public class ClusteringMetricsTests
{
    public sealed class Row
    {
        public float Label;
        [VectorType(2)] public float[] Score = [];
        [VectorType(2)] public float[] Features = [];
    }

    private readonly MLContext _ml = new(1);

    // Two groups of two rows each; one row of the second class is in the first group.
    private IDataView Rows => _ml.Data.LoadFromEnumerable(new Row[]
    {
        new() { Label = 0, Score = [1, 9], Features = [0, 0] },
        new() { Label = 1, Score = [2, 9], Features = [2, 0] },
        new() { Label = 1, Score = [9, 3], Features = [10, 1] },
        new() { Label = 1, Score = [9, 4], Features = [10, -1] },
    });

    [Fact]
    public void AverageDistanceIsTheMeanOfTheLeastScores() => Assert.Equal(2.5, _ml.Clustering.Evaluate(Rows).AverageDistance, 1e-12);

    [Fact]
    public void MutualInformationIsAPartOfTheEntropyOfTheLabels()
    {
        var information = 0.25 * Math.Log(0.25 / (0.25 * 0.5)) + 0.25 * Math.Log(0.25 / (0.75 * 0.5)) + 0.5 * Math.Log(0.5 / (0.75 * 0.5));
        var entropy = -0.25 * Math.Log(0.25) - 0.75 * Math.Log(0.75);

        Assert.Equal(information / entropy, _ml.Clustering.Evaluate(Rows, "Label").NormalizedMutualInformation, 1e-12);
        Assert.Equal(double.NaN, _ml.Clustering.Evaluate(Rows).NormalizedMutualInformation);
    }

    [Fact]
    public void DaviesBouldinComparesWidthsWithTheDistanceOfTheCentres()
    {
        // Both groups' rows are 1 from their centres, (1, 0) and (10, 0).
        Assert.Equal((1 + 1) / 9.0, _ml.Clustering.Evaluate(Rows, featureColumnName: "Features").DaviesBouldinIndex, 1e-9);
        Assert.Equal(0, _ml.Clustering.Evaluate(Rows).DaviesBouldinIndex);
    }

    [Fact]
    public void AColumnThatIsNotThereIsNamed() =>
        Assert.Contains("Scores", Assert.Throws<ArgumentOutOfRangeException>(() => _ml.Clustering.Evaluate(Rows, scoreColumnName: "Scores")).Message);
}
