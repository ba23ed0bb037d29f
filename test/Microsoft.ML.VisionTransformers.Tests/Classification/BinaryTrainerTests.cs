using System.Text.Json.Nodes;
using Microsoft.ML.Data;
using Microsoft.ML.VisionTransformers.Classification;
using Microsoft.ML.VisionTransformers.Data;
using Microsoft.ML.VisionTransformers.Explanation;
using Microsoft.ML.VisionTransformers.Tests.Drawing;
using Microsoft.ML.VisionTransformers.Training;
using Microsoft.ML.VisionTransformers.ViT;
using Microsoft.ML.VisionTransformers.Weights;

namespace Microsoft.ML.VisionTransformers.Tests.Classification;

/// <summary>Discs from other shapes.</summary>
public sealed class BinaryTrainerTests(BinaryTrainerTests.Discs discs) : IClassFixture<BinaryTrainerTests.Discs>
{
    [Fact]
    public void TellsDiscsFromTheRest()
    {
        var metrics = discs.Context.BinaryClassification.Evaluate(discs.Scored);
        Assert.True(metrics.AreaUnderRocCurve >= 0.99, $"area {metrics.AreaUnderRocCurve}");
        Assert.True(metrics.Accuracy >= 0.95, $"accuracy {metrics.Accuracy}");
        Assert.Equal(["False", "True"], discs.Classifier.ClassNames);
    }

    [Fact]
    public void MeasuresWhatEvaluateSays()
    {
        var best = discs.Epochs.Last(epoch => epoch.IsBest);
        Assert.Same(discs.Epochs.MaxBy(epoch => (epoch["F1Score"], -epoch.ValidationLoss)), best);
        var metrics = discs.Context.BinaryClassification.Evaluate(discs.Scored);
        (string Name, double Value)[] expected =
        [
            ("Accuracy", metrics.Accuracy), ("AreaUnderRocCurve", metrics.AreaUnderRocCurve), ("AreaUnderPrecisionRecallCurve", metrics.AreaUnderPrecisionRecallCurve),
            ("F1Score", metrics.F1Score), ("PositivePrecision", metrics.PositivePrecision), ("PositiveRecall", metrics.PositiveRecall),
            ("NegativePrecision", metrics.NegativePrecision), ("NegativeRecall", metrics.NegativeRecall), ("LogLoss", metrics.LogLoss),
            ("LogLossReduction", metrics.LogLossReduction), ("Entropy", metrics.Entropy),
        ];
        Assert.Equal(expected.Select(metric => metric.Name), best.Metrics.Select(metric => metric.Name));
        Assert.All(expected, metric => Assert.Equal(metric.Value, best[metric.Name]!.Value, 1e-5));
        Assert.Equal(best.ValidationLoss!.Value, metrics.LogLoss * Math.Log(2), 1e-5); // the evaluator counts in bits
    }

    [Fact]
    public void AddsTheColumnsOfABinaryTrainer()
    {
        var schema = discs.Scored.Schema;
        Assert.Equal(["PredictedLabel", "Score", "Probability"], schema.Skip(schema.Count - 3).Select(column => column.Name));
        Assert.Equal(BooleanDataViewType.Instance, schema["PredictedLabel"].Type);
        foreach (var name in new[] { "PredictedLabel", "Score", "Probability" })
        {
            var annotations = schema[name].Annotations;
            ReadOnlyMemory<char> kind = default, value = default;
            annotations.GetValue("ScoreColumnKind", ref kind);
            annotations.GetValue("ScoreValueKind", ref value);
            Assert.Equal(("BinaryClassification", name), (kind.ToString(), value.ToString()));
            Assert.Equal(name == "Probability", annotations.Schema.GetColumnOrNull("IsNormalized") is not null);
        }
        var scores = discs.Scored.GetColumn<float>("Score").ToArray();
        Assert.Equal(scores.Select(score => score > 0), discs.Scored.GetColumn<bool>("PredictedLabel"));
        Assert.All(scores.Zip(discs.Scored.GetColumn<float>("Probability")), pair => Assert.Equal(1 / (1 + Math.Exp(-pair.First)), pair.Second, 1e-6));
    }

    [Fact]
    public void IsSavedAndLoadedAndPredictsOneByOne()
    {
        using var file = new MemoryStream();
        discs.Context.Model.Save(discs.Model, discs.Test.Schema, file);
        file.Position = 0;
        var context = new MLContext();
        var loaded = context.Model.Load(file, out _);
        Assert.Equal(discs.Scored.GetColumn<float>("Score"), loaded.Transform(discs.Test).GetColumn<float>("Score"));
        using var engine = context.Model.CreatePredictionEngine<LabelledImage, Answer>(loaded);
        var path = discs.Test.GetColumn<string>("ImagePath").First();
        var answer = engine.Predict(new LabelledImage { ImagePath = path, Label = "disc" });
        Assert.Equal(discs.Scored.GetColumn<float>("Score").First(), answer.Score, 1e-4);
        Assert.Equal((answer.Score > 0, true), (answer.PredictedLabel, answer.Probability is > 0 and < 1));
    }

    [Fact]
    public void ItsWeightsAreOneClassOfOtherLibrariesAndItIsExplained()
    {
        using var folder = new TemporaryFolder();
        discs.Classifier.SaveWeights(folder.Path, WeightNaming.Timm);
        var config = JsonNode.Parse(File.ReadAllText(Path.Combine(folder.Path, "config.json")))!;
        Assert.Equal("""["True"]""", config["label_names"]!.ToJsonString());

        var path = discs.Test.GetColumn<string>("ImagePath").First();
        ImageExplanation yes = discs.Classifier.Explain(path, className: "True"), no = discs.Classifier.Explain(path, className: "False");
        Assert.Equal(1, yes.Score + no.Score, 1e-5);
        Assert.Equal(discs.Scored.GetColumn<float>("Probability").First(), yes.Score, 1e-4);
    }

    [Fact]
    public void MixesBalancesAndKeepsARunFolder()
    {
        using var folder = new TemporaryFolder();
        using var model = Labelled(discs.Context).Append(discs.Context.BinaryClassification.Trainers.VisionTransformer(new VisionTransformerTrainer.Options
        {
            FeatureColumnName = "ImagePath", CustomArchitecture = TinyViT.Architecture, MaxEpochs = 1, BatchSize = 16, OutputFolder = folder.Path,
            Mixup = 0.8, Cutmix = 1, BalancedSampling = true, ClassWeights = ClassWeights.Of(new Dictionary<string, double> { ["True"] = 2 }),
            ValidationMetrics = ["AreaUnderRocCurve"], CacheMegabytes = 0,
        })).Fit(discs.Train);
        Assert.EndsWith(",AreaUnderRocCurve", File.ReadLines(Path.Combine(folder.Path, "metrics.csv")).First());
        Assert.StartsWith("class,", File.ReadLines(Path.Combine(folder.Path, "per-class.csv")).First());
        Assert.Equal(["False", "True"], File.ReadLines(Path.Combine(folder.Path, "per-class.csv")).Skip(1).Take(2).Select(line => line.Split(',')[0]));
        Assert.True(File.Exists(Path.Combine(folder.Path, "batch.png")));
    }

    [Fact]
    public void IsCrossValidated()
    {
        var results = discs.Context.BinaryClassification.CrossValidate(
            discs.Context.Data.TakeRows(discs.Context.Data.ShuffleRows(discs.Train, seed: 1), 40), Labelled(discs.Context).Append(discs.Context.BinaryClassification.Trainers.ViT(TinyViT.Options(epochs: 1))), numberOfFolds: 2);
        Assert.Equal(2, results.Count);
        foreach (var result in results)
        {
            Assert.InRange(result.Metrics.LogLoss, 0, 5);
            (result.Model as IDisposable)?.Dispose();
        }
    }

    [Fact]
    public void RefusesWhatItCannotLearnFrom()
    {
        var trainer = discs.Context.BinaryClassification.Trainers.ViT(TinyViT.Options());
        Assert.Contains("a binary trainer takes Boolean", Assert.Throws<ArgumentException>(() => trainer.Fit(discs.Train)).Message);
        var labelled = Labelled(discs.Context).Fit(discs.Train).Transform(discs.Train);
        var onlyDiscs = discs.Context.Data.FilterByCustomPredicate<Truth>(labelled, row => !row.Label);
        Assert.Contains("are of one class, 'True'", Assert.Throws<InvalidOperationException>(() => trainer.Fit(onlyDiscs)).Message);

        var options = TinyViT.Options();
        (options.ValidationSet, options.ValidationMetrics) = (onlyDiscs, ["F1Score"]);
        Assert.Contains("need both classes", Assert.Throws<InvalidOperationException>(() => discs.Context.BinaryClassification.Trainers.ViT(options).Fit(labelled)).Message);
        options.ValidationMetrics = ["MicroAccuracy"];
        Assert.Contains("none of Accuracy, AreaUnderRocCurve", Assert.Throws<ArgumentException>(() => discs.Context.BinaryClassification.Trainers.ViT(options)).Message);
    }

    private static IEstimator<ITransformer> Labelled(MLContext context) => context.Transforms.Conversion.MapValue("Label",
        [KeyValuePair.Create("disc", true), KeyValuePair.Create("square", false), KeyValuePair.Create("cross", false)]);

    private sealed class Truth
    {
        public bool Label { get; set; }
    }

    private sealed class Answer
    {
        public bool PredictedLabel { get; set; }

        public float Score { get; set; }

        public float Probability { get; set; }
    }

    /// <summary>One model that the tests look at.</summary>
    public sealed class Discs : IDisposable
    {
        private readonly TemporaryFolder _folder = new();

        public Discs()
        {
            Train = Context.Data.LoadImageFolder(ShapePictures.WriteFolder(Path.Combine(_folder.Path, "train"), 60, seed: 1));
            Test = Context.Data.LoadImageFolder(ShapePictures.WriteFolder(Path.Combine(_folder.Path, "test"), 20, seed: 2));
            var labelled = Labelled(Context);
            var options = TinyViT.Options(epochs: 6);
            (options.ValidationSet, options.BestMetricName, options.ClassWeights) = (labelled.Fit(Test).Transform(Test), "F1Score", ClassWeights.Balanced);
            options.MetricsCallback = Epochs.Add;
            options.ValidationMetrics = new BinaryEvaluatorMetrics().Names;
            Model = labelled.Append(Context.BinaryClassification.Trainers.ViT(options)).Fit(Train);
            Scored = Model.Transform(Test);
        }

        public MLContext Context { get; } = new(seed: 1);

        public IDataView Train { get; }

        public IDataView Test { get; }

        public List<TrainingMetrics> Epochs { get; } = [];

        public ITransformer Model { get; }

        public IDataView Scored { get; }

        public ViTTransformer Classifier => ((IEnumerable<ITransformer>)Model).OfType<ViTTransformer>().Single();

        public void Dispose()
        {
            (Model as IDisposable)?.Dispose();
            _folder.Dispose();
        }
    }
}
