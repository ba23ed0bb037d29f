namespace Microsoft.ML.VisionTransformers.Explanation.Reports;

/// <summary>How well one class is told from the others.</summary>
/// <param name="Name">The class.</param>
/// <param name="Support">Images of it.</param>
/// <param name="Predicted">Images that were taken for it.</param>
/// <param name="Right">Images that were both.</param>
public sealed record ClassQuality(string Name, long Support, long Predicted, long Right)
{
    /// <summary>Share of the images taken for the class that are of it; 0 when there are none, as in scikit-learn.</summary>
    public double Precision => Predicted == 0 ? 0 : (double)Right / Predicted;

    /// <summary>Share of the class's images that were recognised; 0 when there are none.</summary>
    public double Recall => Support == 0 ? 0 : (double)Right / Support;

    /// <summary>Harmonic mean of both: 2 right / (support + predicted); 0 when there are neither.</summary>
    public double F1 => Support + Predicted == 0 ? 0 : 2.0 * Right / (Support + Predicted);
}
