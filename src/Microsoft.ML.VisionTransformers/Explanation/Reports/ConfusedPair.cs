namespace Microsoft.ML.VisionTransformers.Explanation.Reports;

/// <summary>Two classes of which one is taken for the other.</summary>
/// <param name="Actual">What the images are.</param>
/// <param name="Predicted">What they are taken for.</param>
/// <param name="Count">How many.</param>
/// <param name="Share">How many of all images of the actual class, 0 to 1.</param>
public sealed record ConfusedPair(string Actual, string Predicted, long Count, double Share);
