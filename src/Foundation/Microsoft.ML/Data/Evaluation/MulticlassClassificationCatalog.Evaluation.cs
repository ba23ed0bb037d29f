using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

public sealed partial class MulticlassClassificationCatalog
{
    /// <summary>
    /// Compares scores with labels. Score is a vector of probabilities in the order of the label's keys; rows without a label, or with scores
    /// that are no numbers, are left out.
    /// </summary>
    public MulticlassClassificationMetrics Evaluate(IDataView data, string labelColumnName = "Label", string scoreColumnName = "Score",
        string predictedLabelColumnName = "PredictedLabel", int topKPredictionCount = 0)
    {
        Environment.CheckValue(data, nameof(data));
        Environment.CheckNonEmpty(labelColumnName, nameof(labelColumnName));
        Environment.CheckNonEmpty(scoreColumnName, nameof(scoreColumnName));
        Environment.CheckNonEmpty(predictedLabelColumnName, nameof(predictedLabelColumnName));
        var host = Environment.Register("MultiClassClassifierEvaluator");
        var schema = data.Schema;
        var label = EvaluatedColumns.Find(host, schema, "Label", labelColumnName);
        var score = EvaluatedColumns.Find(host, schema, AnnotationUtils.Const.ScoreValueKind.Score, scoreColumnName);
        EvaluatedColumns.Find(host, schema, AnnotationUtils.Const.ScoreValueKind.PredictedLabel, predictedLabelColumnName);
        if (score.Type is not VectorDataViewType { Size: >= 2 } vector || vector.ItemType != NumberDataViewType.Single)
            throw host.ExceptSchemaMismatch(nameof(schema), "score", score.Name, "vector of two or more items of type Single", score.Type.ToString());
        if (label.Type != NumberDataViewType.Single && label.Type.GetKeyCount() == 0)
            throw host.ExceptSchemaMismatch(nameof(schema), "label", label.Name, "Single or KeyType", label.Type.ToString());

        var topK = Math.Max(0, topKPredictionCount);
        var counters = new MulticlassCounters(vector.Size, topK);
        using (var cursor = data.GetRowCursor([label, score]))
            Count(cursor, label, score, vector.Size, counters);
        var matrix = new ConfusionMatrix(host, counters.Confusion, ClassNames(score, vector.Size), binary: false);
        return new MulticlassClassificationMetrics(counters, topK, matrix);
    }

    private static void Count(DataViewRowCursor cursor, DataViewSchema.Column label, DataViewSchema.Column score, int classes, MulticlassCounters counters)
    {
        var getLabel = EvaluatedColumns.LabelGetter(cursor, label);
        var getScore = cursor.GetGetter<VBuffer<float>>(score);
        VBuffer<float> buffer = default;
        var scores = new float[classes];
        float actual = 0;
        while (cursor.MoveNext())
        {
            getLabel(ref actual);
            if (!(actual >= 0) || actual != (int)actual)
                continue;
            getScore(ref buffer);
            if (buffer.Length != classes)
                throw new InvalidOperationException();
            buffer.CopyTo(scores);
            if (Array.TrueForAll(scores, float.IsFinite))
                counters.Add(scores, (int)actual);
        }
    }

    /// <summary>The score's slot names, or numbers from 0.</summary>
    private static string[] ClassNames(DataViewSchema.Column score, int classes)
    {
        if (score.Annotations.Schema.GetColumnOrNull(AnnotationUtils.Kinds.SlotNames)?.Type is not VectorDataViewType { IsKnownSize: true, ItemType: TextDataViewType })
            return [.. Enumerable.Range(0, classes).Select(i => i.ToString())];
        VBuffer<ReadOnlyMemory<char>> names = default;
        score.Annotations.GetValue(AnnotationUtils.Kinds.SlotNames, ref names);
        return [.. names.DenseValues().Select(name => name.ToString())];
    }

    /// <summary>Trains on all folds but one and evaluates on that one, for each fold.</summary>
    public IReadOnlyList<CrossValidationResult<MulticlassClassificationMetrics>> CrossValidate(IDataView data, IEstimator<ITransformer> estimator, int numberOfFolds = 5,
        string labelColumnName = "Label", string samplingKeyColumnName = null, int? seed = null)
    {
        Environment.CheckNonEmpty(labelColumnName, nameof(labelColumnName));
        return CrossValidateFolds(data, estimator, numberOfFolds, samplingKeyColumnName, seed, scored => Evaluate(scored, labelColumnName));
    }
}
