namespace Microsoft.ML.VisionTransformers.Training;

/// <summary>What was measured after an epoch.</summary>
/// <param name="Name">The metric, as columns, plots and options name it.</param>
/// <param name="Value">Its value; NaN where it is not defined.</param>
/// <param name="LargerIsBetter">Which of two values is the better one. Default the larger.</param>
public sealed record MetricValue(string Name, double Value, bool LargerIsBetter = true);
