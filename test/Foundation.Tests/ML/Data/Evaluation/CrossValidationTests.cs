using Microsoft.ML;
using Microsoft.ML.Data;

namespace Foundation.Tests.ML.Data.Evaluation;

/// <summary>Folds: each row is held out once, models and scores belong together.</summary>
public class CrossValidationTests
{
    public class Row
    {
        public float Label;
        public float X;
        public string? Group;
    }

    public class Scored
    {
        [VectorType(2)] public float[]? Score;
        public float PredictedLabel;
    }

    private readonly MLContext _ml = new(seed: 3);

    private IDataView Rows() => _ml.Data.LoadFromEnumerable(Enumerable.Range(0, 60).Select(i => new Row { Label = i % 2, X = i, Group = "g" + i / 6 }).ToArray());

    private IEstimator<ITransformer> Rule() => _ml.Transforms.CustomMapping<Row, Scored>((row, scored) =>
    {
        scored.Score = row.X % 2 == 0 ? [0.9f, 0.1f] : [0.2f, 0.8f];
        scored.PredictedLabel = row.X % 2;
    }, null);

    [Fact]
    public void EachRowIsHeldOutOnce()
    {
        var folds = _ml.MulticlassClassification.CrossValidate(Rows(), Rule(), numberOfFolds: 4);
        Assert.Equal([0, 1, 2, 3], folds.Select(f => f.Fold));
        Assert.All(folds, f => Assert.Equal(1, f.Metrics.MicroAccuracy));
        Assert.Equal(Enumerable.Range(0, 60).Select(i => (float)i), folds.SelectMany(f => f.ScoredHoldOutSet.GetColumn<float>("X")).Order());
    }

    [Fact]
    public void GroupsStayTogether()
    {
        var folds = _ml.MulticlassClassification.CrossValidate(Rows(), Rule(), numberOfFolds: 3, samplingKeyColumnName: "Group");
        var where = folds.SelectMany(f => f.ScoredHoldOutSet.GetColumn<string>("Group").Distinct()).ToArray();
        Assert.Equal(where.Length, where.Distinct().Count());
    }
}
