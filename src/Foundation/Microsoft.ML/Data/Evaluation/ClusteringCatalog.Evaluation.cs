using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

public sealed partial class ClusteringCatalog
{
    /// <summary>Measures groups by their rows' distances; with labels also by what they tell of those, with features by how apart they are.</summary>
    public ClusteringMetrics Evaluate(IDataView data, string labelColumnName = null, string scoreColumnName = "Score", string featureColumnName = null)
    {
        Environment.CheckValue(data, nameof(data));
        Environment.CheckNonEmpty(scoreColumnName, nameof(scoreColumnName));
        var host = Environment.Register("ClusteringEvaluator");
        var schema = data.Schema;
        var score = EvaluatedColumns.Find(host, schema, AnnotationUtils.Const.ScoreValueKind.Score, scoreColumnName);
        if (score.Type is not VectorDataViewType { IsKnownSize: true } vector || vector.ItemType != NumberDataViewType.Single)
            throw host.ExceptSchemaMismatch(nameof(schema), "score", score.Name, "known-size vector of Single", score.Type.ToString());
        DataViewSchema.Column? label = labelColumnName == null ? null : EvaluatedColumns.Find(host, schema, "Label", labelColumnName);
        if (label is { } labels && labels.Type != NumberDataViewType.Single && labels.Type.GetKeyCount() == 0)
            throw host.ExceptSchemaMismatch(nameof(schema), "label", labels.Name, "Single or KeyType", labels.Type.ToString());
        DataViewSchema.Column? features = featureColumnName == null ? null : EvaluatedColumns.Find(host, schema, "Features", featureColumnName);
        if (features is { } column && (column.Type is not VectorDataViewType { IsKnownSize: true } type || type.ItemType != NumberDataViewType.Single))
            throw host.ExceptSchemaMismatch(nameof(schema), "features", column.Name, "known-size vector of Single", column.Type.ToString());

        var counters = new ClusterCounters(vector.Size);
        var sums = ClusterSums(vector.Size, features);
        Visit(data, host, score, label, features, (cluster, distance, labelOfRow, values) =>
        {
            counters.Add(labelOfRow, cluster, distance);
            foreach (var (slot, value) in values.Items())
                sums[cluster][slot] += value;
        });
        if (features == null)
            return new ClusteringMetrics(counters.AverageDistance, counters.NormalizedMutualInformation, 0);
        var centres = counters.Centres(sums);
        var distances = new double[vector.Size];
        Visit(data, host, score, null, features, (cluster, _, _, values) =>
            distances[cluster] += ClusterCounters.Distance(centres[cluster], [.. values.DenseValues().Select(value => (double)value)]));
        return new ClusteringMetrics(counters.AverageDistance, counters.NormalizedMutualInformation, counters.DaviesBouldinIndex(centres, distances));
    }

    private static double[][] ClusterSums(int clusters, DataViewSchema.Column? features) =>
        [.. Enumerable.Range(0, clusters).Select(_ => new double[features?.Type.GetVectorSize() ?? 0])];

    /// <summary>Calls with each row's nearest cluster, the score of it, the label and the features; rows with scores that are no numbers are left out.</summary>
    private static void Visit(IDataView data, IHost host, DataViewSchema.Column score, DataViewSchema.Column? label, DataViewSchema.Column? features,
        Action<int, float, int, VBuffer<float>> row)
    {
        DataViewSchema.Column?[] columns = [score, label, features];
        using var cursor = data.GetRowCursor(columns.OfType<DataViewSchema.Column>());
        var getScore = cursor.GetGetter<VBuffer<float>>(score);
        var getLabel = label is { } labels ? EvaluatedColumns.LabelGetter(cursor, labels) : (ref float value) => value = 0;
        var getFeatures = features is { } column ? cursor.GetGetter<VBuffer<float>>(column) : (ref VBuffer<float> value) => { };
        VBuffer<float> scores = default, values = default;
        float actual = 0;
        while (cursor.MoveNext())
        {
            getLabel(ref actual);
            // A row without a label counts as one of the first class, as in the real library.
            if (float.IsNaN(actual))
                actual = 0;
            host.Check(actual >= 0 && actual == (int)actual, $"Invalid label: {actual}");
            getScore(ref scores);
            var dense = scores.DenseValues().ToArray();
            if (!Array.TrueForAll(dense, float.IsFinite))
                continue;
            getFeatures(ref values);
            var nearest = Array.IndexOf(dense, dense.Min());
            row(nearest, dense[nearest], (int)actual, values);
        }
    }

    /// <summary>Trains on all folds but one and evaluates on that one, for each fold.</summary>
    public IReadOnlyList<CrossValidationResult<ClusteringMetrics>> CrossValidate(IDataView data, IEstimator<ITransformer> estimator, int numberOfFolds = 5,
        string labelColumnName = null, string featuresColumnName = null, string samplingKeyColumnName = null, int? seed = null) =>
        CrossValidateFolds(data, estimator, numberOfFolds, samplingKeyColumnName, seed,
            scored => Evaluate(scored, labelColumnName, scoreColumnName: "Score", featureColumnName: featuresColumnName));
}
