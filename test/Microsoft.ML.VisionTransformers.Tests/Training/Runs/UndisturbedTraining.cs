using System.Globalization;
using Microsoft.ML.VisionTransformers.Tests.Drawing;
using Microsoft.ML.VisionTransformers.Training.Runs;
using Microsoft.ML.VisionTransformers.Training.Runs.TensorBoard;
using Microsoft.ML.VisionTransformers.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Tests.Training.Runs;

/// <summary>A training that nothing happens to, and its beginning for others to go on from.</summary>
public sealed class UndisturbedTraining : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public UndisturbedTraining()
    {
        Images = ShapePictures.WriteFolder(Path.Combine(_folder.Path, "images"), each: 30, seed: 5);
        // All have the same seed, which the first draws from its context: a training that goes on takes it from the folder.
        Start = Directory.CreateDirectory(Path.Combine(_folder.Path, "start")).FullName;
        var first = new TrainingProcess(Images, Start, pause: 20);
        first.AssertSaves();
        first.KillAfter(TimeSpan.Zero);
        Whole = Begin("whole");
        var whole = new TrainingProcess(Images, Whole);
        Assert.True(whole.ExitCode() == 0, whole.Errors);
    }

    /// <summary>What they train on.</summary>
    public string Images { get; }

    private string Start { get; }

    private string Whole { get; }

    /// <summary>A new folder with a training that has made its first step or steps.</summary>
    public string Begin(string name)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder.Path, name)).FullName;
        foreach (var file in Directory.EnumerateFiles(Start, "*.safetensors"))
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        return folder;
    }

    /// <summary>Lets the training in a folder go on to its end, which has to be that of this one, to the bit.</summary>
    public void AssertGoesOnToTheSameEnd(string folder)
    {
        var process = new TrainingProcess(Images, folder);
        Assert.True(process.ExitCode() == 0, process.Errors);
        Assert.Contains("finished", process.Output);
        using var scope = NewDisposeScope();
        using var expected = Last(Whole);
        using var actual = Last(folder);
        Assert.Equal(expected.Entries.Keys.Order(), actual.Entries.Keys.Order());
        Assert.All(expected.Entries.Keys, name => Assert.True(expected.Load(name).equal(actual.Load(name)).all().item<bool>(), name));
        Assert.Equal(
            File.ReadAllBytes(Assert.Single(Directory.GetFiles(Whole, "best-*"))), File.ReadAllBytes(Assert.Single(Directory.GetFiles(folder, "best-*"))));
        var (before, after) = (State(expected), State(actual));
        Assert.Equal(before.History.Select(Numbers), after.History.Select(Numbers));
        Assert.Equal((before.Steps, before.BestEpoch), (after.Steps, after.BestEpoch));
        AssertTellsOfEachEpochOnce(folder, after.History.Count);

        static (int, double, double?, double) Numbers(VisionTransformers.Training.TrainingMetrics epoch)
            => (epoch.Epoch, epoch.TrainLoss, epoch.ValidationLoss, epoch.LearningRate);
    }

    private static void AssertTellsOfEachEpochOnce(string folder, int epochs)
    {
        var lines = File.ReadAllLines(Path.Combine(folder, "metrics.csv"));
        Assert.Equal(Enumerable.Range(1, epochs).Select(epoch => epoch.ToString(CultureInfo.InvariantCulture)), lines[1..].Select(line => line.Split(',')[0]));
        var steps = Directory.GetFiles(folder, "events.out.tfevents.*").Order(StringComparer.Ordinal)
            .SelectMany(file => RecordFile.Records(File.ReadAllBytes(file))).Select(record => ScalarEvent.Step(record)).Where(step => step > 0);
        Assert.Equal(Enumerable.Range(1, epochs).Select(epoch => (long)epoch), steps);
        Assert.All(new[] { "settings.json", "curves.png", "confusion.png", "per-class.csv" }, name => Assert.True(File.Exists(Path.Combine(folder, name)), name));
    }

    public void Dispose() => _folder.Dispose();

    private static SafetensorsFile Last(string folder) => SafetensorsFile.Open(Path.Combine(folder, "last.safetensors"));

    private static RunState State(SafetensorsFile file) => RunState.FromJson(file.Metadata["run"]);
}
