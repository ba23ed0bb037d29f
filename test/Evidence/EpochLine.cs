using Microsoft.ML.VisionTransformers.Training;

/// <summary>How a training goes on, a line an epoch, beside the tables on the standard output.</summary>
internal static class EpochLine
{
    public static void Show(string name, TrainingMetrics epoch) => Console.Error.WriteLine(
        $"{name}: epoch {epoch.Epoch}, loss {epoch.TrainLoss:F4}, {epoch.Duration.TotalSeconds:F0} s, {epoch.ImagesPerSecond:F0} images/s");
}
