using Microsoft.ML.Data;
using Microsoft.ML.VisionTransformers.Modules;
using Microsoft.ML.VisionTransformers.Scoring;

namespace Microsoft.ML.VisionTransformers.Classification;

/// <summary>What a classifier is asked, and so what its label, its outputs, its columns and its metrics are.</summary>
internal abstract class ClassificationTask
{
    /// <summary>Which of several classes: a key, an output for each, their probabilities.</summary>
    public static ClassificationTask Multiclass { get; } = new MulticlassTask();

    /// <summary>Whether something is so: a Boolean, one output (the logit of true), score, probability and prediction.</summary>
    public static ClassificationTask Binary { get; } = new BinaryTask();

    /// <summary>The task that a network was trained for.</summary>
    public static ClassificationTask Of(VisionNetwork network) => network.NumClasses == 1 ? Binary : Multiclass;

    /// <summary>ML.NET's metrics.</summary>
    public abstract EvaluatorMetrics Metrics { get; }

    /// <summary>The classes that a label column tells apart.</summary>
    /// <exception cref="ArgumentException">The column is of another type.</exception>
    public abstract LabelNames ClassesOf(DataViewSchema.Column label);

    /// <summary>Outputs of a network for so many classes.</summary>
    public abstract int Outputs(int classes);

    /// <summary>A name for each output.</summary>
    public abstract IReadOnlyList<string> OutputNames(LabelNames classes);

    /// <summary>How a row's class is read from the training data.</summary>
    public abstract Func<int> TrainingLabels(DataViewRow row, DataViewSchema.Column column);

    /// <summary>How it is read from the validation data.</summary>
    public abstract Func<DataViewRow, DataViewSchema.Column, Func<int>> ValidationLabels(LabelNames classes);

    /// <summary>The columns that a model adds.</summary>
    public abstract IReadOnlyList<ScoredColumn> Columns(DataViewSchema input, LabelNames classes, ClassifierColumns names);

    /// <summary>The same of a shape.</summary>
    /// <exception cref="ArgumentException">The label is of another type.</exception>
    public abstract SchemaShape Shape(SchemaShape input, SchemaShape.Column label, string scoreColumn, string predictedLabelColumn);
}
