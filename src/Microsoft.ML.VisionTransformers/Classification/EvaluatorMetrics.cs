using Microsoft.ML.VisionTransformers.Training;

namespace Microsoft.ML.VisionTransformers.Classification;

/// <summary>The metrics of one of ML.NET's evaluators, by its own names, which <c>Evaluate</c> itself computes: so they are the same by construction.</summary>
internal abstract class EvaluatorMetrics
{
    /// <summary>Stands between a metric of several values and what a value is of: <c>PerClassLogLoss/cat</c>.</summary>
    public const char Separator = '/';

    /// <summary>What may be asked for.</summary>
    public abstract IReadOnlyList<string> Names { get; }

    /// <summary>The values of a metric: itself, or one for each class or rank.</summary>
    public abstract IEnumerable<string> Values(string name, IReadOnlyList<string> classes, int topK);

    /// <summary>All values of all metrics.</summary>
    /// <param name="predictions">At least one.</param>
    /// <param name="topK">At most the number of classes; 0 = none.</param>
    public abstract IEnumerable<MetricValue> Evaluate(ValidationPredictions predictions, int topK);

    /// <summary>Whether they are undefined where a class has no images.</summary>
    public virtual bool NeedsAllClasses => false;

    /// <summary>The metric that a name, or the name of one of its values, is of.</summary>
    public static string MetricOf(string name) => name.Split(Separator, 2)[0];
}
