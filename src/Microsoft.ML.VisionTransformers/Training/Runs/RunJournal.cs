using System.Text.Json.Nodes;
using Microsoft.ML.VisionTransformers.Explanation;
using Microsoft.ML.VisionTransformers.Training.Runs.TensorBoard;
using Microsoft.ML.VisionTransformers.Weights;

namespace Microsoft.ML.VisionTransformers.Training.Runs;

/// <summary>
/// The files of a run folder that are for people: settings, a table of the epochs, TensorBoard's events, curves. They follow the
/// checkpoint and are made to agree with it at each start, so none of them is needed to go on.
/// </summary>
internal sealed class RunJournal(string folder)
{
    private const int MostPlots = 8;

    private readonly MetricsTable _table = new(folder);
    private readonly EventFiles _events = new(folder);

    /// <exception cref="IOException">The disk is full, or the folder is gone.</exception>
    public void Begin(IReadOnlyDictionary<string, string> identity, JsonObject? about, TrainingOptions options, IReadOnlyList<TrainingMetrics> history,
        IReadOnlyList<string> metrics)
        => Guarded(() =>
        {
            RunDocument.Write(folder, identity, about, options);
            _table.Begin(history, metrics);
            _events.Begin(history);
            DrawCurves(history);
        });

    /// <summary>Notes the last of the epochs.</summary>
    /// <exception cref="IOException">The disk is full, or the folder is gone; the checkpoint is whole.</exception>
    public void Add(IReadOnlyList<TrainingMetrics> history) => Guarded(() =>
    {
        _table.Add(history[^1]);
        _events.Add(history[^1]);
        DrawCurves(history);
    });

    private void DrawCurves(IReadOnlyList<TrainingMetrics> history)
    {
        if (history.Count == 0)
            return;
        (byte, byte, byte) blue = (31, 119, 180), orange = (230, 110, 0);
        // Beside its place first, with its extension, by which the format is chosen.
        var (path, unfinished) = (Path.Combine(folder, "curves.png"), Path.Combine(folder, "curves" + WholeFile.Unfinished + ".png"));
        // A plot for each name would be a very long picture where each class has one; the table and TensorBoard have them all.
        var names = history.SelectMany(epoch => epoch.Metrics).Select(metric => metric.Name).Distinct().Take(MostPlots);
        CurvesPicture.Save(
            [
                ("Loss", [Of("training", blue, epoch => epoch.TrainLoss), Of("validation", orange, epoch => epoch.ValidationLoss)]),
                ("Accuracy", [Of("training", blue, epoch => epoch.TrainAccuracy), Of("validation", orange, epoch => epoch.ValidationAccuracy)]),
                .. names.Select(name => (name, (IReadOnlyList<Curve>)[Of("validation", orange, epoch => epoch[name])])),
                ("Learning rate by epoch", [Of("last step's", blue, epoch => epoch.LearningRate)]),
            ],
            unfinished);
        File.Move(unfinished, path, overwrite: true);

        Curve Of(string name, (byte, byte, byte) colour, Func<TrainingMetrics, double?> value)
            => new(name, colour, [.. history.Select(epoch => value(epoch) ?? double.NaN)]);
    }

    private void Guarded(Action write)
    {
        try
        {
            write();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"The records of the training in {folder} cannot be written: {e.Message} Its last checkpoint is whole; free some space and start the training again with the same OutputFolder to go on from there.", e);
        }
    }
}
