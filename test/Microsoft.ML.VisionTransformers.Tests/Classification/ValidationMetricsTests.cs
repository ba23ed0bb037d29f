using Microsoft.ML.VisionTransformers.Classification;
using Microsoft.ML.VisionTransformers.Training;
using Microsoft.ML.VisionTransformers.ViT;

namespace Microsoft.ML.VisionTransformers.Tests.Classification;

[Collection(nameof(TrainedModel))]
public sealed class ValidationMetricsTests(TrainedModel trained)
{
    private static readonly string[] s_all =
        ["MicroAccuracy", "MacroAccuracy", "LogLoss", "LogLossReduction", "TopKAccuracy", "TopKAccuracyForAllK", "PerClassLogLoss"];

    [Fact]
    public void AreWhatEvaluateSaysOfTheModel()
    {
        List<TrainingMetrics> epochs = [];
        var options = Options(epochs);
        (options.ValidationMetrics, options.TopKPredictionCount, options.BestMetricName) = (s_all, 2, "PerClassLogLoss/disc");
        using var model = (IDisposable)TinyViT.Pipeline(new MLContext(seed: 1), options).Fit(trained.Train);

        Assert.All(epochs, epoch => Assert.Equal(
            ["MicroAccuracy", "MacroAccuracy", "LogLoss", "LogLossReduction", "TopKAccuracy", "TopKAccuracyForAllK/1", "TopKAccuracyForAllK/2",
                "PerClassLogLoss/cross", "PerClassLogLoss/disc", "PerClassLogLoss/square"],
            epoch.Metrics.Select(metric => metric.Name)));
        var best = epochs.Last(epoch => epoch.IsBest);
        Assert.Same(epochs.MinBy(epoch => epoch["PerClassLogLoss/disc"]), best);
        var metrics = trained.Context.MulticlassClassification.Evaluate(((ITransformer)model).Transform(trained.Test), topKPredictionCount: 2);
        double[] expected =
        [
            metrics.MicroAccuracy, metrics.MacroAccuracy, metrics.LogLoss, metrics.LogLossReduction, metrics.TopKAccuracy,
            .. metrics.TopKAccuracyForAllK, .. metrics.PerClassLogLoss,
        ];
        Assert.All(best.Metrics.Zip(expected), pair => Assert.Equal(pair.Second, pair.First.Value, 1e-5));
        Assert.Equal(best.ValidationAccuracy!.Value, best["MicroAccuracy"]!.Value, 1e-9);
        Assert.Equal(best.ValidationLoss!.Value, best["LogLoss"]!.Value, 1e-5);
    }

    [Fact]
    public void OfYourOwnGetScoresAndLabels()
    {
        List<TrainingMetrics> epochs = [];
        List<ValidationPredictions> seen = [];
        var options = Options(epochs);
        options.CustomMetrics = [new ValidationMetric("Brier", Brier, largerIsBetter: false)];
        options.BestMetricName = "Brier";
        options.EarlyStoppingCriteria = new EarlyStopping("MacroAccuracy", minDelta: 2, patience: 1); // nothing is better by that much
        using var model = (IDisposable)TinyViT.Pipeline(new MLContext(seed: 1), options).Fit(trained.Train);

        Assert.Equal(2, epochs.Count);
        Assert.Equal(["MacroAccuracy", "Brier"], epochs[0].Metrics.Select(metric => metric.Name));
        Assert.InRange(epochs[0]["Brier"]!.Value, 0, 2);
        Assert.All(seen, predictions =>
        {
            Assert.Equal(["cross", "disc", "square"], predictions.ClassNames);
            Assert.Equal(60, predictions.Labels.Count);
            Assert.Equal([20, 20, 20], Enumerable.Range(0, 3).Select(label => predictions.Labels.Count(one => one == label)));
            Assert.All(predictions.Scores, scores => Assert.Equal(1, scores.Sum(), 1e-5));
        });

        double Brier(ValidationPredictions predictions)
        {
            seen.Add(predictions);
            return predictions.Scores.Zip(predictions.Labels, (scores, label) => scores.Select((score, i) => Math.Pow(score - (i == label ? 1 : 0), 2)).Sum()).Average();
        }
    }

    [Fact]
    public void UnknownNamesAreRefusedWithTheList()
    {
        Assert.Contains("names the metric 'Accuracy', which is none of MicroAccuracy, MacroAccuracy", Refused(options => options.ValidationMetrics = ["Accuracy"]));
        Assert.Contains("PerClassLogLoss, Brier.", Refused(options =>
            (options.BestMetricName, options.CustomMetrics) = ("F1Score", [new ValidationMetric("Brier", _ => 0)])));
        Assert.Contains("EarlyStoppingCriteria", Refused(options => options.EarlyStoppingCriteria = new EarlyStopping("macro")));
        Assert.Contains("a name of ML.NET's", Refused(options => options.CustomMetrics = [new ValidationMetric("LogLoss", _ => 0)]));
        Assert.Contains("need validation images", Refused(options => (options.ValidationMetrics, options.ValidationSetFraction) = (["LogLoss"], null)));

        static string Refused(Action<ViTTrainer.Options> change)
        {
            var options = TinyViT.Options();
            change(options);
            return Assert.Throws<ArgumentException>(() => new MLContext().MulticlassClassification.Trainers.ViT(options)).Message;
        }
    }

    private ViTTrainer.Options Options(List<TrainingMetrics> epochs)
    {
        var options = TinyViT.Options(epochs: 3);
        (options.ValidationSet, options.MetricsCallback, options.Seed) = (trained.Test, epochs.Add, 1);
        return options;
    }
}
