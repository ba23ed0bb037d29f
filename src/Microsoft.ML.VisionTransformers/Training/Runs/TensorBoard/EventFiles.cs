using System.Globalization;

namespace Microsoft.ML.VisionTransformers.Training.Runs.TensorBoard;

/// <summary>
/// The folder's <c>events.out.tfevents.*</c>, which TensorBoard draws as one run, in the order of their names. Each process that trains
/// adds one of its own and never touches another's. The step of an event is the epoch, from 1.
/// </summary>
internal sealed class EventFiles(string folder)
{
    private const string Prefix = "events.out.tfevents.";

    private string? _path;
    private long _lastStep;

    /// <summary>Adds the epochs that are done and not in the files yet: a process may have been killed before it came to that.</summary>
    public void Begin(IReadOnlyList<TrainingMetrics> history)
    {
        var files = Directory.GetFiles(folder, Prefix + "*");
        _lastStep = files.SelectMany(file => RecordFile.Records(File.ReadAllBytes(file))).Select(record => ScalarEvent.Step(record)).DefaultIfEmpty().Max();
        _lastStep = Math.Min(_lastStep, history.Count); // a run that was put back to an earlier epoch draws the later ones anew
        foreach (var epoch in history)
            Add(epoch);
    }

    public void Add(TrainingMetrics epoch)
    {
        if (epoch.Epoch <= _lastStep)
            return;
        double now = (DateTime.UtcNow - DateTime.UnixEpoch).TotalSeconds;
        // In one write, so that an epoch is there as a whole or not at all.
        var record = RecordFile.Frame(ScalarEvent.Scalars(now, epoch.Epoch, Values(epoch)));
        using var file = new FileStream(_path ?? NewPath(now), FileMode.Append);
        file.Write(_path is null ? [.. RecordFile.Frame(ScalarEvent.Version(now)), .. record] : record);
        (_path, _lastStep) = (file.Name, epoch.Epoch);
    }

    private string NewPath(double now)
    {
        // Names sort by time: of two processes in one second the later counts on.
        long second = (long)now;
        string name;
        do
        {
            name = string.Create(CultureInfo.InvariantCulture, $"{Prefix}{second++:D10}.");
        }
        while (Directory.EnumerateFiles(folder, name + "*").Any());
        return Path.Combine(folder, name + Environment.MachineName);
    }

    private static IEnumerable<(string Tag, float Value)> Values(TrainingMetrics epoch)
    {
        var values = new (string Tag, double? Value)[]
        {
            ("train/loss", epoch.TrainLoss),
            ("train/accuracy", epoch.TrainAccuracy),
            ("validation/loss", epoch.ValidationLoss),
            ("validation/accuracy", epoch.ValidationAccuracy),
            ("learning_rate", epoch.LearningRate),
            ("images_per_second", epoch.ImagesPerSecond),
        };
        return values.Concat(epoch.Metrics.Select(metric => (Tag: $"validation/{metric.Name}", Value: (double?)metric.Value)))
            .Where(pair => pair.Value is { } value && !double.IsNaN(value)).Select(pair => (pair.Tag, (float)pair.Value!));
    }
}
