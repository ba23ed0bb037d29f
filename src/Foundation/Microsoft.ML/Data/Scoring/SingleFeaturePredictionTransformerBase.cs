using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Base of what applies learnt parameters to one column of features.</summary>
public abstract class SingleFeaturePredictionTransformerBase<TModel> : PredictionTransformerBase<TModel>, ISingleFeaturePredictionTransformer<TModel> where TModel : class
{
    private protected SingleFeaturePredictionTransformerBase(IHost host, TModel model, DataViewSchema trainSchema, string featureColumn) : base(host, model, trainSchema)
    {
        FeatureColumnName = featureColumn;
        FeatureColumnType = (trainSchema.GetColumnOrNull(featureColumn) ?? throw host.ExceptSchemaMismatch(nameof(featureColumn), "feature", featureColumn)).Type;
    }

    private protected SingleFeaturePredictionTransformerBase(IHost host, ModelLoadContext ctx, TModel model) : base(host, ctx, model)
    {
        FeatureColumnName = ctx.LoadNonEmptyString();
        FeatureColumnType = (TrainSchema.GetColumnOrNull(FeatureColumnName) ?? throw host.ExceptSchemaMismatch(nameof(FeatureColumnName), "feature", FeatureColumnName)).Type;
        host.CheckDecode(FeatureColumnType.GetVectorSize() == ((IFeatureScorer)model).FeatureCount);
    }

    public string FeatureColumnName { get; }

    public DataViewType FeatureColumnType { get; }

    public sealed override DataViewSchema GetOutputSchema(DataViewSchema inputSchema)
    {
        Host.CheckValue(inputSchema, nameof(inputSchema));
        return new ColumnBindings(inputSchema, MakeRowMapper(inputSchema).GetOutputColumns()).Schema;
    }

    private protected sealed override IRowMapper MakeRowMapper(DataViewSchema inputSchema)
    {
        var features = inputSchema.GetColumnOrNull(FeatureColumnName) ?? throw Host.ExceptSchemaMismatch(nameof(inputSchema), "feature", FeatureColumnName);
        if (!features.Type.Equals(FeatureColumnType))
            throw Host.ExceptSchemaMismatch(nameof(inputSchema), "feature", FeatureColumnName, FeatureColumnType.ToString(), features.Type.ToString());
        return new ScoreMapper(this, (IFeatureScorer)Model, features, GetOutputColumns(ScoredColumns.NextSetId(inputSchema)), BestOf);
    }

    /// <summary>PredictedLabel and Score.</summary>
    private protected abstract DataViewSchema.DetachedColumn[] GetOutputColumns(uint setId);

    /// <summary>The index of the best of the scores, -1 when there is none.</summary>
    private protected abstract int BestOf(ReadOnlySpan<float> scores);

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        base.SaveModel(ctx);
        ctx.SaveNonEmptyString(FeatureColumnName);
    }
}
