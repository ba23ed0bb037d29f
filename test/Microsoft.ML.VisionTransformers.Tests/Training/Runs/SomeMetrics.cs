using Microsoft.ML.VisionTransformers.Training;

namespace Microsoft.ML.VisionTransformers.Tests.Training.Runs;

/// <summary>Epochs to write down.</summary>
internal static class SomeMetrics
{
    public static TrainingMetrics Of(int epoch) => new()
    {
        Epoch = epoch,
        LearningRate = 0.001 / epoch,
        TrainLoss = 2.5 / epoch,
        TrainAccuracy = double.NaN,
        ValidationLoss = 1.25,
        ValidationAccuracy = 0.5,
        Duration = TimeSpan.FromSeconds(1.5),
        ImagesPerSecond = 1234.5,
        LoaderWait = 0.25,
        IsBest = epoch == 1,
    };
}
