namespace Microsoft.ML.VisionTransformers.Classification;

/// <summary>A metric of your own, for <see cref="ImageClassificationOptions.CustomMetrics"/>.</summary>
public sealed class ValidationMetric
{
    /// <param name="name">As options, tables and plots will call it; none of ML.NET's names.</param>
    /// <param name="compute">
    /// Called on the training thread after each epoch, with all validation images' scores and labels; NaN where the metric is not defined. What it
    /// throws ends the training.
    /// </param>
    /// <param name="largerIsBetter">Which of two values is the better one. Default the larger.</param>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public ValidationMetric(string name, Func<ValidationPredictions, double> compute, bool largerIsBetter = true)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(compute);
        (Name, Compute, LargerIsBetter) = (name, compute, largerIsBetter);
    }

    /// <summary>As options, tables and plots call it.</summary>
    public string Name { get; }

    /// <summary>What gives its value.</summary>
    public Func<ValidationPredictions, double> Compute { get; }

    /// <summary>Which of two values is the better one.</summary>
    public bool LargerIsBetter { get; }
}
