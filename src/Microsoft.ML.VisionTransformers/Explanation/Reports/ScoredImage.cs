namespace Microsoft.ML.VisionTransformers.Explanation.Reports;

/// <summary>What a classifier said of one image.</summary>
/// <param name="Row">The image's row, from 0.</param>
/// <param name="Path">Its file, where the data has a column of paths.</param>
/// <param name="Actual">What it is.</param>
/// <param name="Predicted">What it is taken for.</param>
/// <param name="Probability">What the classifier gives the actual class, 0 to 1.</param>
/// <param name="Confidence">What it gives the predicted one, 0 to 1.</param>
public sealed record ScoredImage(long Row, string? Path, string Actual, string Predicted, double Probability, double Confidence)
{
    // As in scikit-learn and ML.NET, a probability of 0 costs no more than this one.
    private const double Least = 1e-15;

    /// <summary>Minus the natural logarithm of <see cref="Probability"/>; at most 34.5.</summary>
    public double Loss => LossOf(Probability);

    internal static double LossOf(double probability) => -Math.Log(Math.Max(probability, Least));
}
