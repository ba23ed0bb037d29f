namespace Microsoft.ML.Data;

/// <summary>The annotations by which scored columns are known: of which task, what each is, and which belong together.</summary>
internal static class ScoredColumns
{
    public const string TrainingLabelValues = nameof(TrainingLabelValues);

    private const string SetId = "ScoreColumnSetId";
    private const string Kind = "ScoreColumnKind";

    private static readonly KeyDataViewType _setIdType = new(typeof(uint), int.MaxValue);

    public static void AddTo(DataViewSchema.Annotations.Builder builder, uint setId, string task, string valueKind)
    {
        builder.AddPrimitiveValue(SetId, _setIdType, setId);
        builder.AddPrimitiveValue(Kind, TextDataViewType.Instance, task.AsMemory());
        builder.AddPrimitiveValue(AnnotationUtils.Kinds.ScoreValueKind, TextDataViewType.Instance, valueKind.AsMemory());
    }

    /// <summary>An id that no scorer before in the pipeline has.</summary>
    public static uint NextSetId(DataViewSchema schema)
    {
        uint highest = 0;
        foreach (var column in schema)
        {
            if (!_setIdType.Equals(column.Annotations.Schema.GetColumnOrNull(SetId)?.Type))
                continue;
            uint id = 0;
            column.Annotations.GetValue(SetId, ref id);
            highest = Math.Max(highest, id);
        }
        return highest + 1;
    }

    /// <summary>The annotations that every scored column has.</summary>
    public static IEnumerable<SchemaShape.Column> Shapes()
    {
        yield return new(SetId, SchemaShape.Column.VectorKind.Scalar, NumberDataViewType.UInt32, true);
        yield return new(Kind, SchemaShape.Column.VectorKind.Scalar, TextDataViewType.Instance, false);
        yield return new(AnnotationUtils.Kinds.ScoreValueKind, SchemaShape.Column.VectorKind.Scalar, TextDataViewType.Instance, false);
    }

    /// <summary>Score and PredictedLabel of a classifier of this label; the names of the classes go along.</summary>
    public static SchemaShape.Column[] MulticlassShapes(SchemaShape inputSchema, string labelColumn)
    {
        inputSchema.TryFindColumn(labelColumn, out var label);
        var names = label.Annotations.Where(annotation => annotation.Name == AnnotationUtils.Kinds.KeyValues).ToArray();
        var slots = names.Where(_ => label.HasKeyValues()).Select(_ => new SchemaShape.Column(AnnotationUtils.Kinds.SlotNames, SchemaShape.Column.VectorKind.Vector, TextDataViewType.Instance, false));
        var values = names.Select(name => new SchemaShape.Column(TrainingLabelValues, name.Kind, name.ItemType, false));
        return
        [
            new("Score", SchemaShape.Column.VectorKind.Vector, NumberDataViewType.Single, false, new SchemaShape([.. slots, .. Shapes(), .. values])),
            new("PredictedLabel", SchemaShape.Column.VectorKind.Scalar, NumberDataViewType.UInt32, true, new SchemaShape([.. names, .. Shapes()])),
        ];
    }

    /// <summary>Score and PredictedLabel of what finds groups.</summary>
    public static SchemaShape.Column[] ClusteringShapes() =>
    [
        new("Score", SchemaShape.Column.VectorKind.Vector, NumberDataViewType.Single, false, new SchemaShape(Shapes())),
        new("PredictedLabel", SchemaShape.Column.VectorKind.Scalar, NumberDataViewType.UInt32, true, new SchemaShape(Shapes())),
    ];
}
