using Microsoft.ML.Data;
using Microsoft.ML.VisionTransformers.Training;

namespace Microsoft.ML.VisionTransformers.Classification;

/// <summary>Those of <see cref="CalibratedBinaryClassificationMetrics"/>.</summary>
internal sealed class BinaryEvaluatorMetrics : EvaluatorMetrics
{
    // Entropy is the labels' own, whatever the model.
    private static readonly (string Name, bool LargerIsBetter, Func<CalibratedBinaryClassificationMetrics, double> Value)[] s_all =
    [
        (nameof(CalibratedBinaryClassificationMetrics.Accuracy), true, metrics => metrics.Accuracy),
        (nameof(CalibratedBinaryClassificationMetrics.AreaUnderRocCurve), true, metrics => metrics.AreaUnderRocCurve),
        (nameof(CalibratedBinaryClassificationMetrics.AreaUnderPrecisionRecallCurve), true, metrics => metrics.AreaUnderPrecisionRecallCurve),
        (nameof(CalibratedBinaryClassificationMetrics.F1Score), true, metrics => metrics.F1Score),
        (nameof(CalibratedBinaryClassificationMetrics.PositivePrecision), true, metrics => metrics.PositivePrecision),
        (nameof(CalibratedBinaryClassificationMetrics.PositiveRecall), true, metrics => metrics.PositiveRecall),
        (nameof(CalibratedBinaryClassificationMetrics.NegativePrecision), true, metrics => metrics.NegativePrecision),
        (nameof(CalibratedBinaryClassificationMetrics.NegativeRecall), true, metrics => metrics.NegativeRecall),
        (nameof(CalibratedBinaryClassificationMetrics.LogLoss), false, metrics => metrics.LogLoss),
        (nameof(CalibratedBinaryClassificationMetrics.LogLossReduction), true, metrics => metrics.LogLossReduction),
        (nameof(CalibratedBinaryClassificationMetrics.Entropy), false, metrics => metrics.Entropy),
    ];

    public override IReadOnlyList<string> Names { get; } = [.. s_all.Select(metric => metric.Name)];

    public override bool NeedsAllClasses => true;

    public override IEnumerable<string> Values(string name, IReadOnlyList<string> classes, int topK) => [name];

    public override IEnumerable<MetricValue> Evaluate(ValidationPredictions predictions, int topK)
    {
        var rows = predictions.Scores.Zip(predictions.Labels, (score, label) => new Row
        {
            Label = label == 1,
            Score = score[0],
            Probability = 1 / (1 + MathF.Exp(-score[0])),
            PredictedLabel = score[0] > 0,
        }).Where(row => float.IsFinite(row.Score)).ToArray();
        // The evaluator throws then: there is nothing to tell apart.
        if (rows.All(row => row.Label) || !rows.Any(row => row.Label))
            return s_all.Select(metric => new MetricValue(metric.Name, double.NaN, metric.LargerIsBetter));
        var context = new MLContext();
        var metrics = context.BinaryClassification.Evaluate(context.Data.LoadFromEnumerable(rows));
        return s_all.Select(metric => new MetricValue(metric.Name, metric.Value(metrics), metric.LargerIsBetter));
    }

    private sealed class Row
    {
        public bool Label { get; set; }

        public float Score { get; set; }

        public float Probability { get; set; }

        public bool PredictedLabel { get; set; }
    }
}
