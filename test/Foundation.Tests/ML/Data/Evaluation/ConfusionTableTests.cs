using Microsoft.ML;
using Microsoft.ML.Data;

namespace Foundation.Tests.ML.Data.Evaluation;

public class ConfusionTableTests
{
    public class Row
    {
        public float Label;
        [VectorType(3)] public float[]? Score;
        public float PredictedLabel;
    }

    private static MulticlassClassificationMetrics Evaluate(string[]? names, params Row[] rows)
    {
        var ml = new MLContext(1);
        var definition = SchemaDefinition.Create(typeof(Row));
        if (names != null)
            definition["Score"].AddAnnotation("SlotNames", new VBuffer<ReadOnlyMemory<char>>(names.Length, Array.ConvertAll(names, n => n.AsMemory())), new VectorDataViewType(TextDataViewType.Instance, names.Length));
        return ml.MulticlassClassification.Evaluate(ml.Data.LoadFromEnumerable(rows, definition), topKPredictionCount: 2);
    }

    private static readonly Row[] _rows =
    [
        new() { Label = 0, Score = [0.7f, 0.2f, 0.1f] }, new() { Label = 1, Score = [0.7f, 0.2f, 0.1f] }, new() { Label = 2, Score = [0.1f, 0.2f, 0.7f] },
    ];

    [Fact]
    public void LongNamesAreNumbered()
    {
        var lines = Evaluate(["sneakers", "bag", "ankle boot"], _rows).ConfusionMatrix.GetFormattedConfusionTable().Split(Environment.NewLine);
        Assert.Equal(
            [
                "",
                "Confusion table",
                "              ||========================",
                "PREDICTED     ||     0 |     1 |     2 | Recall",
                "TRUTH         ||========================",
                "0.   sneakers ||     1 |     0 |     0 | 1.0000",
                "1.        bag ||     1 |     0 |     0 | 0.0000",
                "2. ankle boot ||     0 |     0 |     1 | 1.0000",
                "              ||========================",
                "Precision     ||0.5000 |0.0000 |1.0000 |",
                "",
            ],
            lines);
    }

    [Fact]
    public void AClassBeyondTheScoresCostsTheWorstLoss()
    {
        var metrics = Evaluate(null, new Row { Label = 0, Score = [1, 0, 0] }, new Row { Label = 5, Score = [1, 0, 0] });
        Assert.Equal(0.5, metrics.MicroAccuracy);
        Assert.Equal(-Math.Log(1e-15f) / 2, metrics.LogLoss, 1e-12);
        Assert.Equal([0.5, 0.5], metrics.TopKAccuracyForAllK);
    }

    [Fact]
    public void LabelsAndScoresThatAreNoNumbersAreLeftOut()
    {
        var metrics = Evaluate(null, new Row { Label = 0.5f, Score = [1, 0, 0] }, new Row { Label = -1, Score = [1, 0, 0] }, new Row { Label = 0, Score = [float.NaN, 0, 0] },
            new Row { Label = 1, Score = [0, 1, 0] });
        Assert.Equal(1, metrics.MicroAccuracy);
        Assert.Equal(1, metrics.ConfusionMatrix.Counts.Sum(r => r.Sum()));
    }

    [Fact]
    public void TypesThatCannotBeEvaluated()
    {
        var ml = new MLContext(1);
        var view = ml.Data.LoadFromEnumerable(_rows);
        var score = Assert.Throws<ArgumentOutOfRangeException>(() => ml.MulticlassClassification.Evaluate(view, scoreColumnName: "Label"));
        Assert.StartsWith("Schema mismatch for score column 'Label': expected vector of two or more items of type Single, got Single", score.Message);
        var label = Assert.Throws<ArgumentOutOfRangeException>(() => ml.MulticlassClassification.Evaluate(view, labelColumnName: "Score"));
        Assert.StartsWith("Schema mismatch for label column 'Score': expected Single or KeyType, got Vector<Single, 3>", label.Message);
    }
}
