using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Adds the columns PredictedLabel and Score, in this order; the scores of a row are computed once for both.</summary>
/// <param name="transformer">What this maps for.</param>
/// <param name="scorer">The learnt parameters.</param>
/// <param name="features">The column of the input.</param>
/// <param name="columns">PredictedLabel, a key of UInt32, and Score, a vector of Single.</param>
/// <param name="bestOf">The index of the best score, -1 for none.</param>
internal sealed class ScoreMapper(ITransformer transformer, IFeatureScorer scorer, DataViewSchema.Column features, DataViewSchema.DetachedColumn[] columns,
    Func<ReadOnlySpan<float>, int> bestOf) : IRowMapper
{
    public DataViewSchema.DetachedColumn[] GetOutputColumns() => columns;

    public ITransformer GetTransformer() => transformer;

    public void Save(ModelSaveContext ctx) => transformer.Save(ctx);

    public Func<int, bool> GetDependencies(Func<int, bool> activeOutput)
    {
        var needed = activeOutput(0) || activeOutput(1);
        return column => needed && column == features.Index;
    }

    public Delegate[] CreateGetters(DataViewRow input, Func<int, bool> activeOutput, out Action disposer)
    {
        disposer = null;
        if (!activeOutput(0) && !activeOutput(1))
            return [null, null];
        var getFeatures = input.GetGetter<VBuffer<float>>(input.Schema[features.Index]);
        VBuffer<float> vector = default;
        var scores = new float[scorer.ScoreCount];
        long? at = null;

        void Compute()
        {
            if (at == input.Position)
                return;
            getFeatures(ref vector);
            Contracts.Check(vector.Length == scorer.FeatureCount, $"Incorrect number of features: expected {scorer.FeatureCount}, got {vector.Length}");
            scorer.Score(vector, scores);
            at = input.Position;
        }

        ValueGetter<uint> predictedLabel = (ref uint value) =>
        {
            Compute();
            value = (uint)(bestOf(scores) + 1);
        };
        ValueGetter<VBuffer<float>> score = (ref VBuffer<float> value) =>
        {
            Compute();
            var editor = VBufferEditor.Create(ref value, scores.Length);
            scores.CopyTo(editor.Values);
            value = editor.Commit();
        };
        return [activeOutput(0) ? predictedLabel : null, activeOutput(1) ? score : null];
    }
}
