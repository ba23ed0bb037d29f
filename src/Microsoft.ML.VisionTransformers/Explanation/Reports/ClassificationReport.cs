using Microsoft.ML.VisionTransformers.Images;

namespace Microsoft.ML.VisionTransformers.Explanation.Reports;

/// <summary>
/// How good a classifier is, and where it errs: per class, pair by pair, image by image, and in how sure it is of itself. Made by
/// <c>mlContext.MulticlassClassification.Report(scored)</c>; as data here, as pictures, and as a page for the browser.
/// </summary>
public sealed class ClassificationReport
{
    private readonly double[][] _counts;

    private ClassificationReport(IReadOnlyList<string> classNames)
    {
        ClassNames = classNames;
        _counts = [.. classNames.Select(_ => new double[classNames.Count])];
    }

    /// <summary>The classes, in the order of the scores.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>The confusion matrix: a row for each actual class, a column for each predicted one.</summary>
    public IReadOnlyList<IReadOnlyList<double>> Counts => _counts;

    /// <summary>Images that were counted.</summary>
    public long Images { get; private set; }

    /// <summary>Rows that were not: without a label, or with scores that are no numbers, as images that can't be read get.</summary>
    public long Skipped { get; private set; }

    /// <summary>Share of all images that were recognised; ML.NET's micro-accuracy.</summary>
    public double Accuracy => Images == 0 ? 0 : Enumerable.Range(0, ClassNames.Count).Sum(i => _counts[i][i]) / Images;

    /// <summary>Mean loss of all images: minus the natural logarithm of what the actual class got; ML.NET's log-loss.</summary>
    public double LogLoss { get; private set; }

    /// <summary>Each class, in the order of <see cref="ClassNames"/>.</summary>
    public IReadOnlyList<ClassQuality> Classes => [.. ClassNames.Select((name, i) =>
        new ClassQuality(name, (long)_counts[i].Sum(), (long)_counts.Sum(row => row[i]), (long)_counts[i][i]))];

    /// <summary>Mean precision of the classes that an image is of or was taken for, each counting alike, as in scikit-learn.</summary>
    public double MacroPrecision => Mean(c => c.Support + c.Predicted > 0, c => c.Precision);

    /// <summary>Mean recall of the classes that an image is of, each counting alike; ML.NET's macro-accuracy.</summary>
    public double MacroRecall => Mean(c => c.Support > 0, c => c.Recall);

    /// <summary>Mean F1 of the classes that an image is of or was taken for, each counting alike, as in scikit-learn.</summary>
    public double MacroF1 => Mean(c => c.Support + c.Predicted > 0, c => c.F1);

    /// <summary>Mean F1 of the classes, each counting by its images.</summary>
    public double WeightedF1 => Images == 0 ? 0 : Classes.Sum(c => c.F1 * c.Support) / Images;

    /// <summary>Pairs of classes of which one was taken for the other at least once, the most frequent first.</summary>
    public IReadOnlyList<ConfusedPair> ConfusedPairs => [.. (
        from actual in Enumerable.Range(0, ClassNames.Count)
        from predicted in Enumerable.Range(0, ClassNames.Count)
        where actual != predicted && _counts[actual][predicted] > 0
        orderby _counts[actual][predicted] descending
        select new ConfusedPair(ClassNames[actual], ClassNames[predicted], (long)_counts[actual][predicted],
            _counts[actual][predicted] / _counts[actual].Sum()))];

    /// <summary>The images with the largest losses, the largest first; wrong labels are often among them.</summary>
    public IReadOnlyList<ScoredImage> TopLosses { get; private set; } = [];

    /// <summary>Whether the classifier is right as often as it says.</summary>
    public Calibration Calibration { get; } = new();

    /// <summary>Writes all of it as one page for the browser, which needs nothing else: no other file, no network, no script.</summary>
    /// <param name="path">The file; .html by custom.</param>
    public void SaveHtml(string path) => File.WriteAllText(path, ToHtml());

    /// <summary>The page that <see cref="SaveHtml"/> writes.</summary>
    public string ToHtml() => ReportPage.Write(this);

    /// <summary>Writes the picture of the confusion matrix.</summary>
    /// <param name="path">The file; its extension, .png or .jpg, says the format.</param>
    public void SaveConfusionMatrix(string path) => ImageEncoder.Save(ConfusionMatrixPicture.Draw(Counts, ClassNames).Picture, path);

    /// <summary>Writes the reliability diagram: how often the classifier is right, by how sure it is.</summary>
    /// <param name="path">The file; its extension, .png or .jpg, says the format.</param>
    public void SaveReliabilityDiagram(string path) => ImageEncoder.Save(ReliabilityPicture.Draw(Calibration).Picture, path);

    private double Mean(Func<ClassQuality, bool> counts, Func<ClassQuality, double> quality) => Classes.Where(counts).Select(quality).DefaultIfEmpty().Average();

    internal static ClassificationReport Of(ScoredRows rows, int topLosses)
    {
        var report = new ClassificationReport(rows.ClassNames);
        var largest = new PriorityQueue<ScoredImage, (double Loss, long Row)>();
        var losses = 0.0;
        report.Skipped = rows.Read((row, label, scores, path) =>
        {
            // The first of the largest, as ML.NET's evaluator.
            var predicted = Array.IndexOf(scores, scores.Max());
            report._counts[label][predicted]++;
            report.Images++;
            report.Calibration.Add(scores[predicted], predicted == label);
            var loss = ScoredImage.LossOf(scores[label]);
            losses += loss;
            if (topLosses == 0 || (largest.Count == topLosses && loss <= largest.Peek().Loss))
                return;
            if (largest.Count == topLosses)
                largest.Dequeue();
            largest.Enqueue(new(row, path(), rows.ClassNames[label], rows.ClassNames[predicted], scores[label], scores[predicted]), (loss, -row));
        });
        report.LogLoss = report.Images == 0 ? 0 : losses / report.Images;
        report.TopLosses = [.. largest.UnorderedItems.OrderByDescending(item => item.Priority).Select(item => item.Element)];
        return report;
    }
}
