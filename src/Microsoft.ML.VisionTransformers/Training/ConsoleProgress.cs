using System.Globalization;

namespace Microsoft.ML.VisionTransformers.Training;

/// <summary>
/// Shows a training on the console: one line that is written over while the epoch runs, and stays when it ends. Where the output is a file
/// or a pipe, a plain line for each epoch.
/// </summary>
public static class ConsoleProgress
{
    private static readonly object _writing = new();

    /// <summary>Give this to a trainer's <see cref="TrainingOptions.ProgressCallback"/>.</summary>
    /// <param name="progress">Where the training is.</param>
    public static void Show(TrainingProgress progress)
    {
        ArgumentNullException.ThrowIfNull(progress);
        var ends = progress.Step == progress.Steps;
        lock (_writing)
        {
            if (!Console.IsOutputRedirected)
                Console.Write($"\r{Line(progress),-110}{(ends ? Environment.NewLine : "")}");
            else if (ends)
                Console.WriteLine(Line(progress));
        }
    }

    internal static string Line(TrainingProgress p) => string.Create(CultureInfo.InvariantCulture,
        $"epoch {p.Epoch}/{p.Epochs}  step {p.Step}/{p.Steps}  loss {p.Loss:F4}  {p.ImagesPerSecond:F0} images/s  waited {p.LoaderWait:P1}  left {p.TimeLeft:hh\\:mm\\:ss}");
}
