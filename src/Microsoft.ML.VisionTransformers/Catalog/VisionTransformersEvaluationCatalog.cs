using Microsoft.ML.VisionTransformers.Explanation.Reports;

namespace Microsoft.ML;

/// <summary>Evaluation beyond ML.NET's metrics.</summary>
public static class VisionTransformersEvaluationCatalog
{
    /// <summary>
    /// Shows how good a classifier is and where it errs: confusion matrix, precision, recall and F1 of each class, the most confused pairs, the
    /// images with the largest losses, and calibration; as data, as pictures and as a page for the browser. An image is taken for the class of
    /// its largest score, as in <c>Evaluate</c>; rows without a label, or with scores that are no numbers, are left out and counted.
    /// </summary>
    /// <param name="catalog">The catalog of multiclass operations.</param>
    /// <param name="data">Scored rows, as <c>model.Transform(test)</c> gives them; read once.</param>
    /// <param name="labelColumnName">Column of what the images are: of a key type, or classes from 0 as Single. Default <c>Label</c>.</param>
    /// <param name="scoreColumnName">Column of probabilities, a vector of Single in the order of the label's keys. Default <c>Score</c>.</param>
    /// <param name="imagePathColumnName">Column of the images' files (text), for the list of losses. Default <c>ImagePath</c>; without such a column the list has row numbers.</param>
    /// <param name="topLosses">Length of that list. Default 20; 0 for none.</param>
    /// <exception cref="ArgumentException">A column is missing or of another type.</exception>
    /// <exception cref="InvalidOperationException">Scores are no probabilities, or a label has no score.</exception>
    public static ClassificationReport Report(this MulticlassClassificationCatalog catalog, IDataView data, string labelColumnName = "Label",
        string scoreColumnName = "Score", string? imagePathColumnName = "ImagePath", int topLosses = 20)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentException.ThrowIfNullOrEmpty(labelColumnName);
        ArgumentException.ThrowIfNullOrEmpty(scoreColumnName);
        ArgumentOutOfRangeException.ThrowIfNegative(topLosses);
        return ClassificationReport.Of(new ScoredRows(data, labelColumnName, scoreColumnName, imagePathColumnName), topLosses);
    }
}
