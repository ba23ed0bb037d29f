using Microsoft.ML.Data;
using Microsoft.ML.VisionTransformers.Interop;
using Microsoft.ML.VisionTransformers.Scoring;

namespace Microsoft.ML.VisionTransformers.Classification;

/// <summary>Which of several classes.</summary>
internal sealed class MulticlassTask : ClassificationTask
{
    public override EvaluatorMetrics Metrics { get; } = new MulticlassEvaluatorMetrics();

    public override LabelNames ClassesOf(DataViewSchema.Column label) =>
        label.Type is KeyDataViewType ? LabelNames.Of(label) : throw NotKeys(label.Name, label.Type.ToString()!);

    public override int Outputs(int classes) => classes;

    public override IReadOnlyList<string> OutputNames(LabelNames classes) => classes.Texts;

    public override Func<int> TrainingLabels(DataViewRow row, DataViewSchema.Column column) => LabelReaders.Keys(row, column);

    public override Func<DataViewRow, DataViewSchema.Column, Func<int>> ValidationLabels(LabelNames classes) => LabelReaders.Matching(classes);

    public override IReadOnlyList<ScoredColumn> Columns(DataViewSchema input, LabelNames classes, ClassifierColumns names) =>
        ScoredColumn.OfClasses(input, classes, names.Score, names.PredictedLabel);

    public override SchemaShape Shape(SchemaShape input, SchemaShape.Column label, string scoreColumn, string predictedLabelColumn) =>
        label.IsKey && label.Kind == SchemaShape.Column.VectorKind.Scalar
            ? ScoreShapes.WithScores(input, label, scoreColumn, predictedLabelColumn) : throw NotKeys(label.Name, label.ItemType.ToString()!);

    private static ArgumentException NotKeys(string name, string type) => new(
        $"The label column '{name}' is {type}; classes are taken from a key column. " +
        $"Put mlContext.Transforms.Conversion.MapValueToKey(\"{name}\") before the trainer.");
}
