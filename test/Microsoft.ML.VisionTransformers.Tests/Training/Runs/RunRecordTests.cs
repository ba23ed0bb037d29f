using System.Text.Json.Nodes;
using Microsoft.ML.VisionTransformers.Architectures;
using Microsoft.ML.VisionTransformers.Data;
using Microsoft.ML.VisionTransformers.Images;
using Microsoft.ML.VisionTransformers.Objectives;
using Microsoft.ML.VisionTransformers.Tests.Classification;
using Microsoft.ML.VisionTransformers.Tests.Drawing;
using Microsoft.ML.VisionTransformers.Training;
using Microsoft.ML.VisionTransformers.Training.Runs;
using Microsoft.ML.VisionTransformers.ViT;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Tests.Training.Runs;

[Collection("Kernels")]
public sealed class RunRecordTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private sealed class Options : TrainingOptions
    {
        public Options(string? folder)
        {
            (BatchSize, MaxEpochs, LearningRate, LabelSmoothing, HorizontalFlip, RandomCropMinArea) = (4, 5, 0.05, 0, false, 1);
            (OutputFolder, CheckpointInterval) = (folder, TimeSpan.Zero);
        }
    }

    [Theory]
    [InlineData(OptimizerKind.AdamW, 1)]
    [InlineData(OptimizerKind.Sgd, 2)]
    [InlineData(OptimizerKind.Lamb, 1)]
    public void ACancelledTrainingGoesOnToTheSameEnd(OptimizerKind optimizer, int accumulation)
    {
        var (undisturbed, expected) = Train(With(new Options(null)));
        var stopped = With(new Options(_folder.Path));
        using var cancellation = new CancellationTokenSource();
        stopped.CancellationToken = cancellation.Token;
        stopped.ProgressInterval = TimeSpan.Zero;
        stopped.ProgressCallback = progress =>
        {
            if (progress is { Epoch: 3, Step: 2 })
                cancellation.Cancel();
        };
        Assert.Equal(StopReason.Cancelled, Train(stopped).Outcome.Reason);

        List<string> lines = [];
        var (outcome, actual) = Train(With(new Options(_folder.Path)), lines.Add);
        Assert.Contains("epoch 3 of 5, step 3 of 4", lines[0]);
        Assert.Equal(expected, actual);
        Assert.Equal(undisturbed.History.Select(epoch => epoch.TrainLoss), outcome.History.Select(epoch => epoch.TrainLoss));

        var (again, same) = Train(With(new Options(_folder.Path)), lines.Add);
        Assert.Contains("is finished", lines[^2]);
        Assert.Equal((StopReason.Completed, 5), (again.Reason, again.History.Count));
        Assert.Equal(expected, same);

        Options With(Options options)
        {
            (options.Optimizer, options.GradientAccumulation) = (optimizer, accumulation);
            return options;
        }
    }

    [Fact]
    public void AScaledTrainingGoesOnAtItsScale()
    {
        float[] heavy = [8, 8]; // and so are gradients: 8 times the largest scale is more than a float holds
        var (undisturbed, expected) = Train(Scaled(null), classWeights: heavy);
        Assert.InRange(undisturbed.History[0].SkippedSteps, 1, 3);
        using var cancellation = new CancellationTokenSource();
        var (stopped, _) = Train(With(Scaled(_folder.Path), options =>
        {
            (options.CancellationToken, options.ProgressInterval) = (cancellation.Token, TimeSpan.Zero);
            options.ProgressCallback = progress =>
            {
                if (progress is { Epoch: 2, Step: 2 })
                    cancellation.Cancel();
            };
        }), classWeights: heavy);
        Assert.Equal(StopReason.Cancelled, stopped.Reason);

        // At the first scale again, it would skip steps.
        var (outcome, actual) = Train(Scaled(_folder.Path), classWeights: heavy);
        Assert.Equal(expected, actual);
        Assert.Equal(undisturbed.History.Select(epoch => epoch.SkippedSteps), outcome.History.Select(epoch => epoch.SkippedSteps));

        static Options Scaled(string? folder) => new(folder) { LossScale = 3e38 };
    }

    [Theory]
    [InlineData(2, 2)] // before the thaw
    [InlineData(3, 4)] // at the end of the last frozen epoch
    [InlineData(4, 1)] // after the first thawed step
    [InlineData(5, 3)]
    public void ATrainingThatThawsGoesOnToTheSameEnd(int epoch, int batch)
    {
        var (_, expected) = Train(Thawing(null));
        var (_, frozen) = Train(With(Thawing(null), options => options.ThawAfterEpochs = null));
        Assert.NotEqual(frozen, expected);
        using var cancellation = new CancellationTokenSource();
        Train(With(Thawing(_folder.Path), options =>
        {
            options.CancellationToken = cancellation.Token;
            options.ProgressInterval = TimeSpan.Zero;
            options.ProgressCallback = progress =>
            {
                if (progress.Epoch == epoch && progress.Step == batch)
                    cancellation.Cancel();
            };
        }));
        Assert.Equal(expected, Train(Thawing(_folder.Path)).Weights);

        static Options Thawing(string? folder) => new(folder) { TrainOnly = TrainedPart.Head, ThawAfterEpochs = 3 };
    }

    [Fact]
    public void ACallbackThatThrowsAtTheEndOfAnEpochLeavesItDone()
    {
        var (undisturbed, expected) = Train(new Options(null));
        using var cancellation = new CancellationTokenSource();
        Assert.Equal(StopReason.Cancelled, Train(With(new Options(_folder.Path), options =>
        {
            options.CancellationToken = cancellation.Token;
            options.MetricsCallback = metrics =>
            {
                if (metrics.Epoch == 3)
                    cancellation.Cancel();
                cancellation.Token.ThrowIfCancellationRequested();
            };
        })).Outcome.Reason);
        var (outcome, actual) = Train(new Options(_folder.Path));
        Assert.Equal(expected, actual);
        Assert.Equal(undisturbed.History.Select(epoch => epoch.TrainLoss), outcome.History.Select(epoch => epoch.TrainLoss));
        Assert.Equal(["1", "2", "3", "4", "5"], File.ReadLines(Path.Combine(_folder.Path, "metrics.csv")).Skip(1).Select(line => line.Split(',')[0]));
    }

    [Fact]
    public void OtherSettingsAreNamed()
    {
        Train(new Options(_folder.Path));
        var error = Assert.Throws<InvalidOperationException>(() => Train(new Options(_folder.Path) { LearningRate = 0.01, LoaderThreads = 3 }));
        Assert.Contains("LearningRate: 0.05 before, 0.01 now", error.Message);
        Assert.DoesNotContain("LoaderThreads", error.Message);
        Assert.Throws<InvalidOperationException>(() => Train(new Options(_folder.Path) { ExistingRun = ExistingRun.Refuse }));
        Assert.Equal(5, Train(new Options(_folder.Path) { LearningRate = 0.01, ExistingRun = ExistingRun.Overwrite }).Outcome.History.Count);
    }

    [Fact]
    public void AFolderServesOneTrainingAtATime()
    {
        using var held = new FileStream(Path.Combine(_folder.Path, ".lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        Assert.Contains("another", Assert.Throws<IOException>(() => Train(new Options(_folder.Path))).Message);
    }

    [Fact]
    public void WhatCannotBeWrittenLeavesTheLastCheckpointWhole()
    {
        Train(new Options(_folder.Path) { MaxEpochs = 2 });
        var last = Path.Combine(_folder.Path, "last.safetensors");
        var before = File.ReadAllBytes(last);
        Directory.CreateDirectory(last + ".unfinished"); // in the way
        using var folder = RunFolder.Open(_folder.Path);
        var error = Assert.Throws<IOException>(() => folder.Save(new RunState(), new Dictionary<string, Tensor> { ["a"] = zeros(3) }));
        Assert.Contains("cannot be written", error.Message);
        Assert.Equal(before, File.ReadAllBytes(last));
    }

    [Theory]
    [InlineData(1, new string[0])]
    [InlineData(2, new[] { "epoch-0004.safetensors", "epoch-0005.safetensors" })]
    public void AsManyEpochsAreKeptAsAreWanted(int keep, string[] expected)
    {
        var (_, weights) = Train(new Options(_folder.Path) { KeepCheckpoints = keep });
        Assert.Equal(expected, Directory.GetFiles(_folder.Path, "epoch-*").Select(Path.GetFileName).Order());
        if (keep == 1)
            return;
        // Going back an epoch and on from there comes to the same end, and the table has that epoch once.
        File.Copy(Path.Combine(_folder.Path, expected[0]), Path.Combine(_folder.Path, "last.safetensors"), overwrite: true);
        Assert.Equal(weights, Train(new Options(_folder.Path) { KeepCheckpoints = keep }).Weights);
        Assert.Equal(["1", "2", "3", "4", "5"], File.ReadLines(Path.Combine(_folder.Path, "metrics.csv")).Skip(1).Select(line => line.Split(',')[0]));
    }

    [Fact]
    public void OverwritingForgetsAllFilesOfTheRun()
    {
        Train(new Options(_folder.Path));
        Train(new Options(_folder.Path) { MaxEpochs = 1, ExistingRun = ExistingRun.Overwrite });
        Assert.Equal(2, File.ReadAllLines(Path.Combine(_folder.Path, "metrics.csv")).Length);
        Assert.Single(Directory.GetFiles(_folder.Path, "events.out.tfevents.*"));
        Assert.Equal(["best-0001.safetensors", "last.safetensors"], Directory.GetFiles(_folder.Path, "*.safetensors").Select(Path.GetFileName).Order());
    }

    [Fact]
    public void WeightsOfTheUsersInTheFolderAreLeftAlone()
    {
        string[] own = ["best-baseline.safetensors", "epoch-final.safetensors", "model.safetensors", "model.safetensors.index.json"];
        foreach (var name in own)
            _folder.Write(name, [1]);
        Train(new Options(_folder.Path) { KeepCheckpoints = 2 });
        Train(new Options(_folder.Path) { MaxEpochs = 1, ExistingRun = ExistingRun.Overwrite });
        Assert.All(own, name => Assert.True(File.Exists(Path.Combine(_folder.Path, name)), name));
    }

    [Fact]
    public void AnotherArchitectureIsNoContinuation()
    {
        var architecture = TinyViT.Architecture;
        Train(new Options(_folder.Path), architecture: architecture);
        Assert.Equal(5, Train(new Options(_folder.Path), architecture: architecture).Outcome.History.Count);
        foreach (var other in new[]
        {
            architecture with { Preprocessing = architecture.Preprocessing with { Mean = [0.4f, 0.5f, 0.5f] } },
            architecture with { Configuration = (ViTConfiguration)architecture.Configuration with { Heads = 6 } },
        })
            Assert.Contains("Architecture: ", Assert.Throws<InvalidOperationException>(() => Train(new Options(_folder.Path), architecture: other)).Message);
    }

    [Fact]
    public void ADiskThatIsFullIsToldOfAndLeavesTheLastCheckpointWhole()
    {
        if (!File.Exists("/dev/full"))
            return;
        var options = new Options(_folder.Path) { ProgressInterval = TimeSpan.Zero };
        var last = Path.Combine(_folder.Path, "last.safetensors");
        byte[] before = [];
        options.ProgressCallback = progress =>
        {
            if (progress is not { Epoch: 3, Step: 2 })
                return;
            before = File.ReadAllBytes(last);
            File.CreateSymbolicLink(last + ".unfinished", "/dev/full"); // takes no byte, as a full disk
        };
        var error = Assert.Throws<IOException>(() => Train(options));
        Assert.Contains("No space left on device", error.Message);
        Assert.Contains("The one before it is still whole", error.Message);
        Assert.Equal(before, File.ReadAllBytes(last));
        var expected = Train(new Options(null)).Weights;
        Assert.Equal(expected, Train(new Options(_folder.Path)).Weights);
    }

    public void Dispose() => _folder.Dispose();

    private static Options With(Options options, Action<Options> change)
    {
        change(options);
        return options;
    }

    private static (TrainingOutcome Outcome, float[] Weights) Train(Options options, Action<string>? log = null, long seed = 3, float[]? classWeights = null, VisionArchitecture? architecture = null)
    {
        var examples = Enumerable.Range(0, 16).Select(i =>
        {
            var image = new RgbImage(4, 4);
            Array.Fill(image.Pixels, (byte)(i * 13));
            return new TrainingExample(ImageSource.FromImage(image), i % 3 == 0 ? 1 : 0);
        }).ToArray();
        using var scope = NewDisposeScope();
        var network = new TinyNetwork(16, 2);
        using var train = new BatchReader(examples, ImagePreprocessing.Grey(4), options.ForTraining(seed));
        var loop = new TrainingLoop(network, new ClassificationObjective(network, classWeights: classWeights), train, null, options, seed, (line, _) => log?.Invoke(line))
        {
            About = architecture is null ? null : new JsonObject { ["architecture"] = JsonNode.Parse(architecture.ToJson()) },
        };
        var outcome = loop.Run();
        return (outcome, [.. network.parameters().SelectMany(parameter => parameter.data<float>().ToArray())]);
    }
}
