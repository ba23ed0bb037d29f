using Microsoft.ML.VisionTransformers.Training;

namespace Microsoft.ML.VisionTransformers.Tests.Training;

public class EarlyStoppingTests
{
    [Fact]
    public void StopsAfterPatienceEpochsWithoutGain()
    {
        var stopping = new EarlyStopping(minDelta: 0.01f, patience: 2);
        double[] accuracies = [0.5, 0.6, 0.605, 0.62, 0.62, 0.625];
        Assert.Equal([false, false, false, false, false, true], accuracies.Select(a => stopping.ShouldStop(Epoch(a, 1))));
    }

    [Fact]
    public void WatchesTheLossWhenTold()
    {
        var stopping = new EarlyStopping(0, 1, TrainingMetric.Loss);
        Assert.Equal([false, false, true], new double[] { 3, 2, 2 }.Select(l => stopping.ShouldStop(Epoch(0.5, l))));
        stopping.Reset();
        Assert.False(stopping.ShouldStop(Epoch(0.5, 9)));
    }

    [Fact]
    public void WhatHasNoValueIsNotWaitedFor()
    {
        var stopping = new EarlyStopping(0, patience: 2);
        double[] accuracies = [double.NaN, double.NaN, double.NaN, 0.5, double.NaN, 0.5, 0.5];
        Assert.Equal([false, false, false, false, false, false, true], accuracies.Select(a => stopping.ShouldStop(Epoch(a, 1))));
    }

    private static TrainingMetrics Epoch(double accuracy, double loss) => new()
    {
        Epoch = 1,
        LearningRate = 1e-3,
        TrainLoss = 9,
        TrainAccuracy = 0,
        ValidationAccuracy = accuracy,
        ValidationLoss = loss,
        Duration = TimeSpan.Zero,
        ImagesPerSecond = 1,
        LoaderWait = 0,
    };
}
