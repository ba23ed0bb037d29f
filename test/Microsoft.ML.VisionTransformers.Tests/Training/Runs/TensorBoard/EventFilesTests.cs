using System.Text;
using Microsoft.ML.VisionTransformers.Tests.Drawing;
using Microsoft.ML.VisionTransformers.Training.Runs.TensorBoard;

namespace Microsoft.ML.VisionTransformers.Tests.Training.Runs.TensorBoard;

public sealed class EventFilesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void HoldsTheNumbersOfEachEpochUnderTheirTags()
    {
        Write(done: 0, until: 2);
        var records = RecordFile.Records(File.ReadAllBytes(Assert.Single(Files()))).Select(Encoding.Latin1.GetString).ToArray();
        Assert.Equal(3, records.Length);
        Assert.Contains("brain.Event:2", records[0]);
        Assert.All(["train/loss", "validation/loss", "validation/accuracy", "learning_rate", "images_per_second"], tag => Assert.Contains(tag, records[2]));
        Assert.DoesNotContain("train/accuracy", records[2]); // there is no such number
    }

    [Fact]
    public void ARunThatGoesOnAddsAFileOfLaterSteps()
    {
        Write(done: 0, until: 2);
        Write(done: 2, until: 3);
        Write(done: 3, until: 3);
        Assert.Equal(2, Files().Length);
        Assert.Equal([1, 2, 3], Steps());
    }

    [Fact]
    public void AnEpochThatACrashKeptFromItsFileIsInTheNext()
    {
        Write(done: 0, until: 3);
        var file = Assert.Single(Files());
        File.WriteAllBytes(file, File.ReadAllBytes(file)[..^5]);
        Assert.Equal([1, 2], Steps());
        Write(done: 3, until: 4);
        Assert.Equal([1, 2, 3, 4], Steps());
    }

    public void Dispose() => _folder.Dispose();

    private void Write(int done, int until)
    {
        var files = new EventFiles(_folder.Path);
        files.Begin([.. Enumerable.Range(1, done).Select(SomeMetrics.Of)]);
        for (int epoch = done + 1; epoch <= until; epoch++)
            files.Add(SomeMetrics.Of(epoch));
    }

    private string[] Files() => [.. Directory.GetFiles(_folder.Path, "events.out.tfevents.*").Order(StringComparer.Ordinal)];

    private IEnumerable<long> Steps() =>
        Files().SelectMany(file => RecordFile.Records(File.ReadAllBytes(file))).Select(record => ScalarEvent.Step(record)).Where(step => step > 0);
}
