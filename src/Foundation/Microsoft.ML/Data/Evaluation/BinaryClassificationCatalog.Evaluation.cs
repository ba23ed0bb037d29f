using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

public sealed partial class BinaryClassificationCatalog
{
    /// <summary>Compares scores and probabilities with labels.</summary>
    public CalibratedBinaryClassificationMetrics Evaluate(IDataView data, string labelColumnName = "Label", string scoreColumnName = "Score",
        string probabilityColumnName = "Probability", string predictedLabelColumnName = "PredictedLabel")
    {
        Environment.CheckValue(data, nameof(data));
        Environment.CheckNonEmpty(labelColumnName, nameof(labelColumnName));
        Environment.CheckNonEmpty(scoreColumnName, nameof(scoreColumnName));
        Environment.CheckNonEmpty(probabilityColumnName, nameof(probabilityColumnName));
        Environment.CheckNonEmpty(predictedLabelColumnName, nameof(predictedLabelColumnName));
        var (counters, ranks, matrix) = Count(data, labelColumnName, scoreColumnName, probabilityColumnName, predictedLabelColumnName);
        return new CalibratedBinaryClassificationMetrics(counters, ranks, matrix);
    }

    /// <summary>Compares scores with labels.</summary>
    public BinaryClassificationMetrics EvaluateNonCalibrated(IDataView data, string labelColumnName = "Label", string scoreColumnName = "Score",
        string predictedLabelColumnName = "PredictedLabel")
    {
        Environment.CheckValue(data, nameof(data));
        Environment.CheckNonEmpty(labelColumnName, nameof(labelColumnName));
        Environment.CheckNonEmpty(predictedLabelColumnName, nameof(predictedLabelColumnName));
        Environment.CheckNonEmpty(scoreColumnName, "score");
        var (counters, ranks, matrix) = Count(data, labelColumnName, scoreColumnName, null, predictedLabelColumnName);
        return BinaryClassificationMetrics.Of(counters, ranks, matrix);
    }

    private (BinaryCounters Counters, RankedScores Ranks, ConfusionMatrix Matrix) Count(IDataView data, string labelName, string scoreName, string probabilityName, string predictedName)
    {
        var host = Environment.Register("BinaryClassifierEvaluator");
        var schema = data.Schema;
        var label = EvaluatedColumns.Find(host, schema, "Label", labelName);
        var score = EvaluatedColumns.Find(host, schema, AnnotationUtils.Const.ScoreValueKind.Score, scoreName);
        DataViewSchema.Column? probability = probabilityName == null ? null
            : EvaluatedColumns.Find(host, schema, AnnotationUtils.Const.ScoreValueKind.Probability, probabilityName);
        EvaluatedColumns.Find(host, schema, AnnotationUtils.Const.ScoreValueKind.PredictedLabel, predictedName);
        CheckSingle(score, "score");
        if (label.Type is not BooleanDataViewType && label.Type != NumberDataViewType.Single && label.Type != NumberDataViewType.Double && label.Type.GetKeyCount() != 2)
            throw host.ExceptSchemaMismatch(nameof(schema), "label", label.Name, "Single, Double, Boolean, or a KeyType with cardinality 2", label.Type.ToString());
        if (probability is { } column)
            CheckSingle(column, "probability");

        var counters = new BinaryCounters();
        var ranks = new RankedScores();
        using (var cursor = data.GetRowCursor(probability is { } p ? [label, score, p] : [label, score]))
            Count(cursor, label, score, probability, counters, ranks);
        return (counters, ranks, new ConfusionMatrix(host, counters.Confusion, ClassNames(label), binary: true));

        void CheckSingle(DataViewSchema.Column checkedColumn, string role)
        {
            if (checkedColumn.Type != NumberDataViewType.Single)
                throw host.ExceptSchemaMismatch(nameof(schema), role, checkedColumn.Name, "Single", checkedColumn.Type.ToString());
        }
    }

    private static void Count(DataViewRowCursor cursor, DataViewSchema.Column label, DataViewSchema.Column score, DataViewSchema.Column? probability,
        BinaryCounters counters, RankedScores ranks)
    {
        var getLabel = EvaluatedColumns.LabelGetter(cursor, label);
        var getScore = cursor.GetGetter<float>(score);
        var getProbability = probability is { } column ? cursor.GetGetter<float>(column) : (ref float value) => value = float.NaN;
        float actual = 0, scored = 0, probable = 0;
        while (cursor.MoveNext())
        {
            getLabel(ref actual);
            getScore(ref scored);
            if (!float.IsFinite(scored) || float.IsNaN(actual))
                continue;
            getProbability(ref probable);
            counters.Add(scored, probable, actual > 0);
            ranks.Add(scored, actual > 0);
        }
    }

    /// <summary>The names of a key label's two values, where it has them.</summary>
    private static string[] ClassNames(DataViewSchema.Column label)
    {
        if (label.Type is not KeyDataViewType
            || label.Annotations.Schema.GetColumnOrNull(AnnotationUtils.Kinds.KeyValues)?.Type is not VectorDataViewType { Size: > 0, ItemType: TextDataViewType })
            return ["positive", "negative"];
        VBuffer<ReadOnlyMemory<char>> names = default;
        label.Annotations.GetValue(AnnotationUtils.Kinds.KeyValues, ref names);
        return [.. names.DenseValues().Select(name => name.ToString())];
    }

    /// <summary>Trains on all folds but one and evaluates on that one, for each fold.</summary>
    public IReadOnlyList<CrossValidationResult<CalibratedBinaryClassificationMetrics>> CrossValidate(IDataView data, IEstimator<ITransformer> estimator, int numberOfFolds = 5,
        string labelColumnName = "Label", string samplingKeyColumnName = null, int? seed = null)
    {
        Environment.CheckNonEmpty(labelColumnName, nameof(labelColumnName));
        return CrossValidateFolds(data, estimator, numberOfFolds, samplingKeyColumnName, seed, scored => Evaluate(scored, labelColumnName));
    }

    /// <summary>As <see cref="CrossValidate"/>, for models that give no probability.</summary>
    public IReadOnlyList<CrossValidationResult<BinaryClassificationMetrics>> CrossValidateNonCalibrated(IDataView data, IEstimator<ITransformer> estimator, int numberOfFolds = 5,
        string labelColumnName = "Label", string samplingKeyColumnName = null, int? seed = null)
    {
        Environment.CheckNonEmpty(labelColumnName, nameof(labelColumnName));
        return CrossValidateFolds(data, estimator, numberOfFolds, samplingKeyColumnName, seed, scored => EvaluateNonCalibrated(scored, labelColumnName));
    }
}
