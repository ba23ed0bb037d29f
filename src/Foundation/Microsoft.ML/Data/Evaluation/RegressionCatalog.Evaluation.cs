using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

public sealed partial class RegressionCatalog
{
    /// <summary>Compares scores with labels; rows where either is no number are left out.</summary>
    public RegressionMetrics Evaluate(IDataView data, string labelColumnName = "Label", string scoreColumnName = "Score")
    {
        Environment.CheckValue(data, nameof(data));
        Environment.CheckNonEmpty(labelColumnName, nameof(labelColumnName));
        Environment.CheckNonEmpty(scoreColumnName, nameof(scoreColumnName));
        var host = Environment.Register("RegressionEvaluator");
        var schema = data.Schema;
        var label = EvaluatedColumns.Find(host, schema, "Label", labelColumnName);
        var score = EvaluatedColumns.Find(host, schema, AnnotationUtils.Const.ScoreValueKind.Score, scoreColumnName);
        CheckSingle(score, "score");
        CheckSingle(label, "label");

        double absolute = 0, squared = 0, loss = 0, labels = 0, labelSquares = 0, count = 0;
        using var cursor = data.GetRowCursor([label, score]);
        var getLabel = cursor.GetGetter<float>(label);
        var getScore = cursor.GetGetter<float>(score);
        float actual = 0, predicted = 0;
        while (cursor.MoveNext())
        {
            getLabel(ref actual);
            getScore(ref predicted);
            if (float.IsNaN(actual) || float.IsNaN(predicted))
                continue;
            var difference = Math.Abs((double)actual - predicted);
            absolute += difference;
            squared += difference * difference;
            loss += (predicted - actual) * (predicted - actual); // the loss is a function of single precision
            labels += actual;
            labelSquares += (double)actual * actual;
            count++;
        }
        return new RegressionMetrics(absolute, squared, loss, labels, labelSquares, count);

        void CheckSingle(DataViewSchema.Column column, string role)
        {
            if (column.Type != NumberDataViewType.Single)
                throw host.ExceptSchemaMismatch(nameof(schema), role, column.Name, "Single", column.Type.ToString());
        }
    }

    /// <summary>Trains on all folds but one and evaluates on that one, for each fold.</summary>
    public IReadOnlyList<CrossValidationResult<RegressionMetrics>> CrossValidate(IDataView data, IEstimator<ITransformer> estimator, int numberOfFolds = 5,
        string labelColumnName = "Label", string samplingKeyColumnName = null, int? seed = null)
    {
        Environment.CheckNonEmpty(labelColumnName, nameof(labelColumnName));
        return CrossValidateFolds(data, estimator, numberOfFolds, samplingKeyColumnName, seed, scored => Evaluate(scored, labelColumnName));
    }
}
