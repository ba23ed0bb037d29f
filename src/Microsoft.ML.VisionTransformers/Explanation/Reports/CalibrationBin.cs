namespace Microsoft.ML.VisionTransformers.Explanation.Reports;

/// <summary>The images that a classifier was about equally sure of.</summary>
/// <param name="From">The least probability of the predicted class, not included.</param>
/// <param name="To">The largest, included.</param>
/// <param name="Count">How many images.</param>
/// <param name="Confidence">Mean probability of the predicted class; 0 without images.</param>
/// <param name="Accuracy">Share of them that were right; 0 without images.</param>
public sealed record CalibrationBin(double From, double To, long Count, double Confidence, double Accuracy)
{
    /// <summary>How far the two are apart: above 0 where the classifier is too sure.</summary>
    public double Gap => Confidence - Accuracy;
}
