using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Tells which of several classes a row is of: the probability of each, and the most probable one.</summary>
public sealed class MulticlassPredictionTransformer<TModel> : SingleFeaturePredictionTransformerBase<TModel> where TModel : class
{
    private readonly string _labelColumn;

    private static VersionInfo Version =>
        new("MC  PRED", 0x00010002, 0x00010002, 0x00010002, typeof(MulticlassPredictionTransformer).Assembly.FullName, MulticlassPredictionTransformer.LoaderSignature);

    internal MulticlassPredictionTransformer(IHostEnvironment env, TModel model, DataViewSchema trainSchema, string featureColumn, string labelColumn)
        : base(env.Register(nameof(MulticlassPredictionTransformer)), model, trainSchema, featureColumn) => _labelColumn = labelColumn;

    internal MulticlassPredictionTransformer(IHostEnvironment env, ModelLoadContext ctx, TModel model)
        : base(Checked(env, ctx), ctx, model)
    {
        _labelColumn = ctx.LoadNonEmptyString();
        Host.CheckDecode(TrainSchema.GetColumnOrNull(_labelColumn)?.Type.GetKeyCountAsInt32() == ((IFeatureScorer)model).ScoreCount);
    }

    private static IHost Checked(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckAtModel(Version);
        return env.Register(nameof(MulticlassPredictionTransformer));
    }

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.SetVersionInfo(Version);
        base.SaveModel(ctx);
        ctx.SaveNonEmptyString(_labelColumn);
    }

    private protected override DataViewSchema.DetachedColumn[] GetOutputColumns(uint setId)
    {
        var label = TrainSchema[_labelColumn];
        var names = label.Annotations.Schema.GetColumnOrNull(AnnotationUtils.Kinds.KeyValues);
        var predicted = new DataViewSchema.Annotations.Builder();
        var score = new DataViewSchema.Annotations.Builder();
        if (names is { Type: VectorDataViewType type })
        {
            predicted.Add(label.Annotations, name => name == AnnotationUtils.Kinds.KeyValues);
            var getter = label.Annotations.GetterAt(names.Value.Index);
            if (type.ItemType is TextDataViewType)
                score.Add(AnnotationUtils.Kinds.SlotNames, type, getter);
            score.Add(ScoredColumns.TrainingLabelValues, type, getter);
        }
        ScoredColumns.AddTo(predicted, setId, "MulticlassClassification", AnnotationUtils.Const.ScoreValueKind.PredictedLabel);
        ScoredColumns.AddTo(score, setId, "MulticlassClassification", AnnotationUtils.Const.ScoreValueKind.Score);
        return
        [
            new("PredictedLabel", label.Type, predicted.ToAnnotations()),
            new("Score", new VectorDataViewType(NumberDataViewType.Single, label.Type.GetKeyCountAsInt32()), score.ToAnnotations()),
        ];
    }

    private protected override int BestOf(ReadOnlySpan<float> scores)
    {
        var best = -1;
        for (var i = 0; i < scores.Length; i++)
        {
            if (best < 0 ? !float.IsNaN(scores[i]) : scores[i] > scores[best])
                best = i;
        }
        return best;
    }
}
