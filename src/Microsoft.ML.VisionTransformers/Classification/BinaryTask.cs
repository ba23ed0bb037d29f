using Microsoft.ML.Data;
using Microsoft.ML.VisionTransformers.Interop;
using Microsoft.ML.VisionTransformers.Scoring;

namespace Microsoft.ML.VisionTransformers.Classification;

/// <summary>
/// Whether something is so. One output with binary cross entropy, as is the field's convention, rather than two with softmax: the same
/// model with half the parameters in the classifier, and the raw score of ML.NET's binary trainers is its logit as it is. The classifier of
/// published weights is another problem's in either case, and starts anew.
/// </summary>
internal sealed class BinaryTask : ClassificationTask
{
    private static readonly LabelNames s_classes = LabelValueType.Find(BooleanDataViewType.Instance)!.Parse([bool.FalseString, bool.TrueString]);

    public override EvaluatorMetrics Metrics { get; } = new BinaryEvaluatorMetrics();

    public override LabelNames ClassesOf(DataViewSchema.Column label) =>
        label.Type is BooleanDataViewType ? s_classes : throw NotBoolean(label.Name, label.Type.ToString()!);

    public override int Outputs(int classes) => 1;

    public override IReadOnlyList<string> OutputNames(LabelNames classes) => [classes.Texts[1]];

    public override Func<int> TrainingLabels(DataViewRow row, DataViewSchema.Column column) => LabelReaders.Booleans(row, column);

    public override Func<DataViewRow, DataViewSchema.Column, Func<int>> ValidationLabels(LabelNames classes) => (row, column) =>
    {
        ClassesOf(column);
        return LabelReaders.Booleans(row, column);
    };

    public override IReadOnlyList<ScoredColumn> Columns(DataViewSchema input, LabelNames classes, ClassifierColumns names) =>
        ScoredColumn.OfBinary(input, names.Score, names.PredictedLabel);

    public override SchemaShape Shape(SchemaShape input, SchemaShape.Column label, string scoreColumn, string predictedLabelColumn) =>
        !label.IsKey && label.Kind == SchemaShape.Column.VectorKind.Scalar && label.ItemType is BooleanDataViewType
            ? ScoreShapes.WithBinaryScores(input, scoreColumn, predictedLabelColumn) : throw NotBoolean(label.Name, label.ItemType.ToString()!);

    private static ArgumentException NotBoolean(string name, string type) => new(
        $"The label column '{name}' is {type}; a binary trainer takes Boolean. Map its values to true and false, as by " +
        $"mlContext.Transforms.Conversion.MapValue(\"{name}\", [KeyValuePair.Create(\"no\", false), KeyValuePair.Create(\"yes\", true)]).");
}
