using Microsoft.ML.VisionTransformers.Data;
using Microsoft.ML.VisionTransformers.Images;
using Microsoft.ML.VisionTransformers.Objectives;
using Microsoft.ML.VisionTransformers.Tests.Drawing;
using Microsoft.ML.VisionTransformers.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Tests.Training.Runs;

/// <summary>Mixed and augmented, a training that is stopped goes on to the same weights.</summary>
[Collection("Kernels")]
public sealed class AugmentedRunTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private sealed class Options : TrainingOptions
    {
        public Options(string? folder)
        {
            (BatchSize, MaxEpochs, LearningRate, RandomCropMinArea) = (4, 4, 0.05, 0.5);
            (RandAugment, RandomErasing, Mixup, Cutmix, MixProbability) = ("rand-m9-mstd0.5-inc1", 0.5, 0.8, 1, 0.9);
            (OutputFolder, CheckpointInterval, ProgressInterval) = (folder, TimeSpan.Zero, TimeSpan.Zero);
        }
    }

    [Fact]
    public void GoesOnToTheSameEnd()
    {
        var (undisturbed, expected) = Train(new Options(null));
        using var cancellation = new CancellationTokenSource();
        var stopped = new Options(_folder.Path)
        {
            CancellationToken = cancellation.Token,
            ProgressCallback = progress =>
            {
                if (progress is { Epoch: 2, Step: 3 })
                    cancellation.Cancel();
            },
        };
        Assert.Equal(StopReason.Cancelled, Train(stopped).Outcome.Reason);
        var (outcome, actual) = Train(new Options(_folder.Path));
        Assert.Equal(expected, actual);
        Assert.Equal(undisturbed.History.Select(epoch => (epoch.TrainLoss, epoch.TrainAccuracy)), outcome.History.Select(epoch => (epoch.TrainLoss, epoch.TrainAccuracy)));
        Assert.NotEqual(expected, Train(new Options(null) { Mixup = 0, Cutmix = 0 }).Weights);
    }

    public void Dispose() => _folder.Dispose();

    private static (TrainingOutcome Outcome, float[] Weights) Train(Options options)
    {
        var examples = Enumerable.Range(0, 18).Select(i => new TrainingExample(ImageSource.FromImage(Images.PillowResizeTests.Noise(14, 12, i)), i % 3)).ToArray();
        using var scope = NewDisposeScope();
        var network = new TinyNetwork(3 * 64, 3);
        using var train = options.Mixed(new BatchReader(examples, ImagePreprocessing.Squash(8), options.ForTraining(7)), 3, 7);
        var outcome = new TrainingLoop(network, new ClassificationObjective(network, options.LabelSmoothing), train, null, options, 7).Run();
        return (outcome, [.. network.parameters().SelectMany(parameter => parameter.data<float>().ToArray())]);
    }
}
