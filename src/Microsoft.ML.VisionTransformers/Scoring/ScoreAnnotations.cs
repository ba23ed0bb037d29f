using Microsoft.ML.Data;

namespace Microsoft.ML.VisionTransformers.Scoring;

/// <summary>
/// Annotations by which evaluators and AutoML recognise the columns of a classifier. The names are ML.NET's; its constants for them are
/// internal.
/// </summary>
internal static class ScoreAnnotations
{
    public const string KeyValues = "KeyValues";
    public const string SlotNames = "SlotNames";
    public const string TrainingLabelValues = "TrainingLabelValues";
    public const string PredictedLabel = "PredictedLabel";
    public const string Score = "Score";
    public const string Probability = "Probability";
    public const string Multiclass = "MulticlassClassification";
    public const string Binary = "BinaryClassification";

    private const string SetId = "ScoreColumnSetId";
    private const string Kind = "ScoreColumnKind";
    private const string ValueKind = "ScoreValueKind";
    private const string IsNormalized = "IsNormalized";
    private static readonly KeyDataViewType s_setIdType = new(typeof(uint), int.MaxValue);

    /// <param name="builder">Annotations of the column.</param>
    /// <param name="setId">The same for all columns of one scorer.</param>
    /// <param name="valueKind"><see cref="PredictedLabel"/>, <see cref="Score"/> or <see cref="Probability"/>, which is said to be normalised.</param>
    /// <param name="kind"><see cref="Multiclass"/> or <see cref="Binary"/>.</param>
    public static void AddTo(DataViewSchema.Annotations.Builder builder, uint setId, string valueKind, string kind = Multiclass)
    {
        builder.AddPrimitiveValue(SetId, s_setIdType, setId);
        builder.AddPrimitiveValue(Kind, TextDataViewType.Instance, kind.AsMemory());
        builder.AddPrimitiveValue(ValueKind, TextDataViewType.Instance, valueKind.AsMemory());
        if (valueKind == Probability)
            builder.AddPrimitiveValue(IsNormalized, BooleanDataViewType.Instance, true);
    }

    /// <inheritdoc cref="AddTo(DataViewSchema.Annotations.Builder, uint, string, string)"/>
    public static void AddTo(SchemaDefinition.Column column, string valueKind, string kind = Multiclass)
    {
        column.AddAnnotation(SetId, 1u, s_setIdType);
        column.AddAnnotation(Kind, kind.AsMemory(), TextDataViewType.Instance);
        column.AddAnnotation(ValueKind, valueKind.AsMemory(), TextDataViewType.Instance);
        if (valueKind == Probability)
            column.AddAnnotation(IsNormalized, true, BooleanDataViewType.Instance);
    }

    /// <summary>An id that no scorer before in the pipeline has.</summary>
    public static uint NextSetId(DataViewSchema schema)
    {
        uint highest = 0;
        foreach (var column in schema)
        {
            if (!s_setIdType.Equals(column.Annotations.Schema.GetColumnOrNull(SetId)?.Type))
                continue;
            uint id = 0;
            column.Annotations.GetValue(SetId, ref id);
            highest = Math.Max(highest, id);
        }
        return highest + 1;
    }
}
