using Microsoft.ML.Data;
using Microsoft.ML.VisionTransformers.Scoring;

namespace Microsoft.ML.VisionTransformers.Interop;

/// <summary>
/// Shapes of the columns that our transformers add. <see cref="SchemaShape.Column"/> has no public constructor, so the columns are those of a
/// custom mapping that never runs. A shape knows kinds and annotations, not sizes: two classes stand for any number.
/// </summary>
internal static class ScoreShapes
{
    private const int AnyCount = 2;
    // Its one use is to make shapes, which hold on to nothing of it.
    private static readonly Lazy<MLContext> s_context = new(() => new MLContext());

    /// <summary>The input's columns, but those that are hidden, then the predicted label and the score.</summary>
    public static SchemaShape WithScores(SchemaShape input, SchemaShape.Column label, string scoreColumn, string predictedLabelColumn)
        => WithScores(input, KeyValueType(label), scoreColumn, predictedLabelColumn);

    /// <summary>The same for classes whose keys stand for values of a type; null when they stand for none.</summary>
    public static SchemaShape WithScores(SchemaShape input, DataViewType? valueType, string scoreColumn, string predictedLabelColumn)
        => With(input, Scores(valueType, scoreColumn, predictedLabelColumn));

    /// <summary>The input's columns, but the one that is hidden, then a vector of known size.</summary>
    public static SchemaShape WithVector(SchemaShape input, string column)
    {
        var definition = SchemaDefinition.Create(typeof(Embedded), SchemaDefinition.Direction.Write);
        var values = definition[nameof(Embedded.Values)];
        values.ColumnName = column;
        values.ColumnType = new VectorDataViewType(NumberDataViewType.Single, AnyCount);
        return With(input, Added<Embedded>(definition));
    }

    /// <summary>The input's columns, but those that are hidden, then those of a binary classifier.</summary>
    public static SchemaShape WithBinaryScores(SchemaShape input, string scoreColumn, string predictedLabelColumn)
    {
        var definition = SchemaDefinition.Create(typeof(BinaryScored), SchemaDefinition.Direction.Write);
        // A definition finds its columns by the names they have now, so all are found before any is renamed.
        var (predicted, score, probability) = (definition[nameof(BinaryScored.PredictedLabel)], definition[nameof(BinaryScored.Score)], definition[nameof(BinaryScored.Probability)]);
        (predicted.ColumnName, score.ColumnName) = (predictedLabelColumn, scoreColumn);
        ScoreAnnotations.AddTo(predicted, ScoreAnnotations.PredictedLabel, ScoreAnnotations.Binary);
        ScoreAnnotations.AddTo(score, ScoreAnnotations.Score, ScoreAnnotations.Binary);
        ScoreAnnotations.AddTo(probability, ScoreAnnotations.Probability, ScoreAnnotations.Binary);
        return With(input, Added<BinaryScored>(definition));
    }

    /// <summary>The type of what a key column's keys stand for; null when they stand for nothing.</summary>
    public static DataViewType? KeyValueType(SchemaShape.Column label) =>
        label.Annotations?.Where(a => a.Name == ScoreAnnotations.KeyValues).Select(a => a.ItemType).FirstOrDefault();

    private static SchemaShape With(SchemaShape input, SchemaShape.Column[] added) =>
        new(input.Where(c => added.All(a => a.Name != c.Name)).Concat(added));

    private static SchemaShape.Column[] Added<T>(SchemaDefinition definition) where T : class, new() =>
        s_context.Value.Transforms.CustomMapping<Nothing, T>((_, _) => { }, null, null, definition)
            .GetOutputSchema(new SchemaShape(Array.Empty<SchemaShape.Column>())).ToArray();

    private static SchemaShape.Column[] Scores(DataViewType? keyValues, string scoreColumn, string predictedLabelColumn)
    {
        var definition = SchemaDefinition.Create(typeof(Scored), SchemaDefinition.Direction.Write);
        var (predicted, score) = (definition[nameof(Scored.Predicted)], definition[nameof(Scored.Values)]);
        predicted.ColumnName = predictedLabelColumn;
        predicted.ColumnType = new KeyDataViewType(typeof(uint), AnyCount);
        score.ColumnName = scoreColumn;
        score.ColumnType = new VectorDataViewType(NumberDataViewType.Single, AnyCount);

        ScoreAnnotations.AddTo(predicted, ScoreAnnotations.PredictedLabel);
        ScoreAnnotations.AddTo(score, ScoreAnnotations.Score);
        if (keyValues is { } valueType && LabelNames.Placeholder(valueType, AnyCount) is { } names)
        {
            names.AddValuesTo(predicted, ScoreAnnotations.KeyValues);
            names.AddValuesTo(score, ScoreAnnotations.TrainingLabelValues);
            names.AddTextsTo(score, ScoreAnnotations.SlotNames);
        }
        return Added<Scored>(definition);
    }

    private sealed class Nothing;

    private sealed class BinaryScored
    {
        public bool PredictedLabel { get; set; }

        public float Score { get; set; }

        public float Probability { get; set; }
    }

    private sealed class Scored
    {
        public uint Predicted { get; set; }

        public VBuffer<float> Values { get; set; }
    }

    private sealed class Embedded
    {
        public VBuffer<float> Values { get; set; }
    }
}
