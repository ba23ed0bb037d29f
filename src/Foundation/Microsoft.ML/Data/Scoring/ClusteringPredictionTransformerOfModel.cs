using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Tells which group a row belongs to: the squared distance to the centre of each, and the nearest one.</summary>
public sealed class ClusteringPredictionTransformer<TModel> : SingleFeaturePredictionTransformerBase<TModel> where TModel : class
{
    private static VersionInfo Version =>
        new("CLUSPRED", 0x00010001, 0x00010001, 0x00010001, typeof(ClusteringPredictionTransformer).Assembly.FullName, ClusteringPredictionTransformer.LoaderSignature);

    internal ClusteringPredictionTransformer(IHostEnvironment env, TModel model, DataViewSchema trainSchema, string featureColumn)
        : base(env.Register(nameof(ClusteringPredictionTransformer)), model, trainSchema, featureColumn)
    {
    }

    internal ClusteringPredictionTransformer(IHostEnvironment env, ModelLoadContext ctx, TModel model) : base(Checked(env, ctx), ctx, model)
    {
    }

    private static IHost Checked(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckAtModel(Version);
        return env.Register(nameof(ClusteringPredictionTransformer));
    }

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.SetVersionInfo(Version);
        base.SaveModel(ctx);
    }

    private protected override DataViewSchema.DetachedColumn[] GetOutputColumns(uint setId)
    {
        var clusters = ((IFeatureScorer)Model).ScoreCount;
        var predicted = new DataViewSchema.Annotations.Builder();
        var score = new DataViewSchema.Annotations.Builder();
        ScoredColumns.AddTo(predicted, setId, "Clustering", AnnotationUtils.Const.ScoreValueKind.PredictedLabel);
        ScoredColumns.AddTo(score, setId, "Clustering", AnnotationUtils.Const.ScoreValueKind.Score);
        return
        [
            new("PredictedLabel", new KeyDataViewType(typeof(uint), clusters), predicted.ToAnnotations()),
            new("Score", new VectorDataViewType(NumberDataViewType.Single, clusters), score.ToAnnotations()),
        ];
    }

    private protected override int BestOf(ReadOnlySpan<float> scores)
    {
        var best = -1;
        for (var i = 0; i < scores.Length; i++)
        {
            if (best < 0 ? !float.IsNaN(scores[i]) : scores[i] < scores[best])
                best = i;
        }
        return best;
    }
}
