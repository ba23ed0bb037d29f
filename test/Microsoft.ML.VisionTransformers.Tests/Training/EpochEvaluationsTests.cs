using System.Text;
using Microsoft.ML.VisionTransformers.Data;
using Microsoft.ML.VisionTransformers.Images;
using Microsoft.ML.VisionTransformers.Objectives;
using Microsoft.ML.VisionTransformers.Tests.Drawing;
using Microsoft.ML.VisionTransformers.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Tests.Training;

[Collection("Kernels")]
public sealed class EpochEvaluationsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private sealed class Options : TrainingOptions
    {
        public Options() => (BatchSize, MaxEpochs, LearningRate, LabelSmoothing, HorizontalFlip, RandomCropMinArea) = (4, 5, 0.05, 0, false, 1);
    }

    [Theory]
    [InlineData(null, true, 5)] // no validation images: the last epoch
    [InlineData("recall@1", true, 2)]
    [InlineData("recall@1", false, 4)]
    public void TheBestEpochCanBeChosenByName(string? name, bool largerIsBetter, int best)
    {
        var outcome = Train(new Options { BestMetricName = name }, new Scripted("recall@1", [0.3, 0.5, 0.4, 0.1, 0.2], largerIsBetter));
        Assert.Equal(best, outcome.BestEpoch);
        Assert.Equal([0.3, 0.5, 0.4, 0.1, 0.2], outcome.History.Select(epoch => epoch["recall@1"]!.Value));
    }

    [Fact]
    public void AnEpochInWhichTheMetricIsNotMeasuredIsNotTheBest()
    {
        var outcome = Train(new Options { BestMetricName = "recall" }, new Scripted("recall", [null, 0.2, null, 0.2, double.NaN]));
        Assert.Equal([null, 0.2, null, 0.2, double.NaN], outcome.History.Select(epoch => epoch["recall"]));
        Assert.Equal(4, outcome.BestEpoch); // as good as the second, and its training loss is smaller
    }

    [Fact]
    public void EarlyStoppingCanLookAtIt()
    {
        var options = new Options { MaxEpochs = 9, EarlyStoppingCriteria = new EarlyStopping("error", 0.01f, 2) };
        var outcome = Train(options, new Scripted("error", [0.5, 0.4, null, 0.4, null, 0.395, 0.1, 0.1, 0.1], largerIsBetter: false));
        Assert.Equal((StopReason.EarlyStopped, 6), (outcome.Reason, outcome.History.Count));
        Assert.Equal("error better by 0.01 within 2 epochs", options.EarlyStoppingCriteria.ToString());
    }

    [Fact]
    public void NamesThatAreNotMeasuredAreRefusedWithTheList()
    {
        Scripted first = new("recall@1", [1]), second = new("recall@5", [1]);
        var error = Assert.Throws<ArgumentException>(() => Train(new Options { BestMetricName = "recall" }, first, second));
        Assert.Contains("BestMetricName names the metric 'recall'. This training measures recall@1, recall@5.", error.Message);
        error = Assert.Throws<ArgumentException>(() => Train(new Options { EarlyStoppingCriteria = new EarlyStopping("recall") }));
        Assert.Contains("measures none by name", error.Message);
        Assert.Contains("Two metrics", Assert.Throws<ArgumentException>(() => Train(new Options(), first, first)).Message);
    }

    [Fact]
    public void MeasuresTheMovingAverageInEvaluationModeWithoutGradients()
    {
        List<(bool Training, bool Gradients, float Weight)> seen = [];
        float[] last = [];
        var evaluation = new Scripted("x", [1, 1, 1, 1, 1]) { Look = network => seen.Add((network.training, is_grad_enabled(), First(network))) };
        var options = new Options { EmaDecay = 0.9 };
        options.MetricsCallback = _ => last = [.. last, First(evaluation.Network!)];
        Train(options, evaluation);
        Assert.All(seen, one => Assert.Equal((false, false), (one.Training, one.Gradients)));
        Assert.All(seen.Zip(last), pair => Assert.NotEqual(pair.First.Weight, pair.Second)); // the weights themselves are back afterwards

        static float First(nn.Module network) => network.parameters().First().data<float>().ToArray()[0];
    }

    [Fact]
    public void WhatIsMeasuredReachesProgressTableEventsAndTheRunThatGoesOn()
    {
        using var cancellation = new CancellationTokenSource();
        List<TrainingProgress> progress = [];
        var options = new Options { OutputFolder = _folder.Path, CancellationToken = cancellation.Token, ProgressInterval = TimeSpan.Zero };
        options.ProgressCallback = step =>
        {
            progress.Add(step);
            if (step is { Epoch: 4, Step: 2 })
                cancellation.Cancel();
        };
        Train(options, new Scripted("recall@1", [0.1, 0.2, 0.3]), new Scripted("k-NN", [null, 0.5, null]));
        Assert.Empty(progress[0].Metrics);
        Assert.Equal(new MetricValue("recall@1", 0.3), Assert.Single(progress[^1].Metrics));

        List<string> lines = [];
        var again = new Options { OutputFolder = _folder.Path };
        var outcome = Train(again, line => lines.Add(line), new Scripted("probe", [0, 0, 0, 0.7, 0.8]), new Scripted("recall@1", [0, 0, 0, 0.4, 0.25]));
        Assert.Contains(lines, line => line == "No longer measured, as it was before the training stopped: k-NN.");
        Assert.Contains(lines, line => line == "Measured from epoch 4 on, and not before: probe.");
        Assert.Contains(lines, line => line.StartsWith("Epoch 5/5") && line.Contains(", probe 0.8, recall@1 0.25"));
        Assert.Equal([0.1, 0.2, 0.3, 0.4, 0.25], outcome.History.Select(epoch => epoch["recall@1"]!.Value));
        Assert.Equal(
            ["recall@1,k-NN,probe", "0.1,,", "0.2,0.5,", "0.3,,", "0.4,,0.7", "0.25,,0.8"],
            File.ReadLines(Path.Combine(_folder.Path, "metrics.csv")).Select(line => string.Join(',', line.Split(',')[10..])));
        var events = string.Concat(Directory.GetFiles(_folder.Path, "events.*").Select(file => Encoding.Latin1.GetString(File.ReadAllBytes(file))));
        Assert.Contains("validation/k-NN", events);
        Assert.Contains("validation/probe", events);
    }

    public void Dispose() => _folder.Dispose();

    private static TrainingOutcome Train(TrainingOptions options, params Scripted[] evaluations) => Train(options, null, evaluations);

    private static TrainingOutcome Train(TrainingOptions options, Action<string>? log, params Scripted[] evaluations)
    {
        var examples = Enumerable.Range(0, 16).Select(i =>
        {
            var image = new RgbImage(4, 4);
            Array.Fill(image.Pixels, (byte)(i * 13));
            return new TrainingExample(ImageSource.FromImage(image), i % 3 == 0 ? 1 : 0);
        }).ToArray();
        using var scope = NewDisposeScope();
        var network = new TinyNetwork(16, 2);
        foreach (var evaluation in evaluations)
            evaluation.Network = network;
        using var train = new BatchReader(examples, ImagePreprocessing.Grey(4), options.ForTraining(3));
        return new TrainingLoop(network, new ClassificationObjective(network), train, null, options, 3, (line, _) => log?.Invoke(line)) { Evaluations = evaluations }.Run();
    }

    /// <summary>Gives a value an epoch; none where it is null.</summary>
    private sealed class Scripted(string name, double?[] values, bool largerIsBetter = true) : IEpochEvaluation
    {
        public nn.Module? Network { get; set; }

        public Action<nn.Module>? Look { get; init; }

        public IReadOnlyList<string> Names => [name];

        public IReadOnlyList<MetricValue> Evaluate(int epoch, CancellationToken cancellation)
        {
            Look?.Invoke(Network!);
            return values[epoch - 1] is { } value ? [new MetricValue(name, value, largerIsBetter)] : [];
        }
    }
}
