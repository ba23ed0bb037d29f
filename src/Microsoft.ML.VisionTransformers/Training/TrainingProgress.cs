namespace Microsoft.ML.VisionTransformers.Training;

/// <summary>Where a training is.</summary>
/// <param name="Epoch">The epoch, from 1.</param>
/// <param name="Epochs">How many there will be at most.</param>
/// <param name="Step">Steps done in this epoch.</param>
/// <param name="Steps">Steps of an epoch.</param>
/// <param name="Loss">Mean loss of the epoch so far.</param>
/// <param name="LearningRate">Of the last step.</param>
/// <param name="ImagesPerSecond">In this epoch.</param>
/// <param name="LoaderWait">Share of the epoch's time in which the network waited for images, 0..1.</param>
/// <param name="TimeLeft">Until the last epoch's end, at this speed, validation included.</param>
public sealed record TrainingProgress(
    int Epoch, int Epochs, int Step, int Steps, double Loss, double LearningRate, double ImagesPerSecond, double LoaderWait, TimeSpan TimeLeft)
{
    /// <summary>What was measured by name after the last epoch that has ended; empty before that.</summary>
    public IReadOnlyList<MetricValue> Metrics { get; init; } = [];
}
