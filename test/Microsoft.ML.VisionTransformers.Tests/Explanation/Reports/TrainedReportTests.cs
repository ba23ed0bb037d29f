using Microsoft.ML.VisionTransformers.Tests.Classification;

namespace Microsoft.ML.VisionTransformers.Tests.Explanation.Reports;

/// <summary>A report on what a trained model says, with the columns it writes.</summary>
[Collection(nameof(TrainedModel))]
public sealed class TrainedReportTests(TrainedModel trained)
{
    [Fact]
    public void ReadsWhatTheTransformerWrites()
    {
        var scored = trained.Model.Transform(trained.Test);
        var metrics = trained.Context.MulticlassClassification.Evaluate(scored);
        var report = trained.Context.MulticlassClassification.Report(scored, topLosses: 5);
        Assert.Equal(trained.Classifier.ClassNames, report.ClassNames);
        Assert.Equal((60, 0), (report.Images, report.Skipped));
        Assert.Equal(metrics.MicroAccuracy, report.Accuracy, 1e-9);
        Assert.Equal(metrics.LogLoss, report.LogLoss, 1e-6);
        Assert.All(report.Classes, c => Assert.Equal(20, c.Support));
        Assert.Equal(5, report.TopLosses.Count);
        Assert.All(report.TopLosses, l => Assert.Contains(l.Actual, l.Path));
        Assert.Equal(report.TopLosses.OrderByDescending(l => l.Loss), report.TopLosses);
    }
}
