using System.Globalization;
using Microsoft.ML.Data;
using Microsoft.ML.VisionTransformers.Scoring;
using Microsoft.ML.VisionTransformers.Training;

namespace Microsoft.ML.VisionTransformers.Classification;

/// <summary>Those of <see cref="MulticlassClassificationMetrics"/>.</summary>
internal sealed class MulticlassEvaluatorMetrics : EvaluatorMetrics
{
    private const string TopK = nameof(MulticlassClassificationMetrics.TopKAccuracyForAllK);
    private const string PerClass = nameof(MulticlassClassificationMetrics.PerClassLogLoss);

    public override IReadOnlyList<string> Names { get; } =
    [
        nameof(MulticlassClassificationMetrics.MicroAccuracy), nameof(MulticlassClassificationMetrics.MacroAccuracy),
        nameof(MulticlassClassificationMetrics.LogLoss), nameof(MulticlassClassificationMetrics.LogLossReduction),
        nameof(MulticlassClassificationMetrics.TopKAccuracy), TopK, PerClass,
    ];

    public override IEnumerable<string> Values(string name, IReadOnlyList<string> classes, int topK) => name switch
    {
        TopK => Enumerable.Range(1, topK).Select(k => Ranked(k)),
        PerClass => classes.Select(Of),
        _ => [name],
    };

    public override IEnumerable<MetricValue> Evaluate(ValidationPredictions predictions, int topK)
    {
        var context = new MLContext();
        var view = context.Data.LoadFromEnumerable(Rows(predictions), Schema(predictions.ClassNames.Count));
        var metrics = context.MulticlassClassification.Evaluate(view, topKPredictionCount: topK);
        return
        [
            new(nameof(metrics.MicroAccuracy), metrics.MicroAccuracy),
            new(nameof(metrics.MacroAccuracy), metrics.MacroAccuracy),
            new(nameof(metrics.LogLoss), metrics.LogLoss, LargerIsBetter: false),
            new(nameof(metrics.LogLossReduction), metrics.LogLossReduction),
            new(nameof(metrics.TopKAccuracy), metrics.TopKAccuracy),
            .. (metrics.TopKAccuracyForAllK ?? []).Select((accuracy, i) => new MetricValue(Ranked(i + 1), accuracy)),
            .. metrics.PerClassLogLoss.Select((loss, i) => new MetricValue(Of(predictions.ClassNames[i]), loss, LargerIsBetter: false)),
        ];
    }

    private static string Ranked(int k) => TopK + Separator + k.ToString(CultureInfo.InvariantCulture);

    private static string Of(string className) => PerClass + Separator + className;

    private static IEnumerable<Row> Rows(ValidationPredictions predictions) => predictions.Scores.Zip(predictions.Labels, (scores, label) => new Row
    {
        Label = (uint)label,
        Score = scores,
        PredictedLabel = (uint)Array.IndexOf(scores, scores.Max()),
    });

    private static SchemaDefinition Schema(int classes)
    {
        var definition = SchemaDefinition.Create(typeof(Row));
        var key = new KeyDataViewType(typeof(uint), classes);
        definition[nameof(Row.Label)].ColumnType = key;
        definition[nameof(Row.PredictedLabel)].ColumnType = key;
        definition[nameof(Row.Score)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, classes);
        ScoreAnnotations.AddTo(definition[nameof(Row.PredictedLabel)], ScoreAnnotations.PredictedLabel);
        ScoreAnnotations.AddTo(definition[nameof(Row.Score)], ScoreAnnotations.Score);
        return definition;
    }

    /// <summary>Members that are keys count from 0, the column from 1.</summary>
    private sealed class Row
    {
        public uint Label { get; set; }

        public float[] Score { get; set; } = [];

        public uint PredictedLabel { get; set; }
    }
}
