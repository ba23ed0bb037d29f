using System.Globalization;
using Microsoft.ML.VisionTransformers.Tests.Drawing;
using Microsoft.ML.VisionTransformers.Training;
using Microsoft.ML.VisionTransformers.Training.Runs;

namespace Microsoft.ML.VisionTransformers.Tests.Training.Runs;

public sealed class MetricsTableTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void HasALineAnEpochInAnyCulture()
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("") { NumberFormat = { NumberDecimalSeparator = "," } };
            var table = new MetricsTable(_folder.Path);
            table.Begin([], []);
            table.Add(SomeMetrics.Of(1));
            table.Add(SomeMetrics.Of(2));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
        Assert.Equal(
            [
                "epoch,learning_rate,train_loss,train_accuracy,validation_loss,validation_accuracy,seconds,images_per_second,loader_wait,is_best",
                "1,0.001,2.5,,1.25,0.5,1.5,1234.5,0.25,1",
                "2,0.0005,1.25,,1.25,0.5,1.5,1234.5,0.25,0",
            ],
            Lines());
    }

    [Fact]
    public void ARunThatGoesOnBeginsFromItsCheckpoint()
    {
        File.WriteAllText(Path.Combine(_folder.Path, "metrics.csv"), "epoch\n1,0.9\n2,0.8\n3,0."); // as a crash may leave it
        new MetricsTable(_folder.Path).Begin([SomeMetrics.Of(1), SomeMetrics.Of(2)], []);
        new MetricsTable(_folder.Path).Add(SomeMetrics.Of(3));
        Assert.Equal(["1", "2", "3"], Lines()[1..].Select(line => line.Split(',')[0]));
    }

    [Fact]
    public void MetricsByNameHaveColumnsAtTheEndAndChangeWithARunThatGoesOn()
    {
        MetricValue recall = new("recall@1", 0.5), odd = new("loss, \"hard\"", double.NaN, LargerIsBetter: false), added = new("k-NN", 0.25);
        var history = new[] { SomeMetrics.Of(1) with { Metrics = [recall, odd] }, SomeMetrics.Of(2) };
        var table = new MetricsTable(_folder.Path);
        table.Begin(history, ["k-NN", "recall@1"]);
        table.Add(SomeMetrics.Of(3) with { Metrics = [added, recall] });
        var lines = Lines();
        Assert.EndsWith(",is_best,recall@1,\"loss, \"\"hard\"\"\",k-NN", lines[0]);
        Assert.EndsWith(",0.25,1,0.5,,", lines[1]);
        Assert.EndsWith(",0.25,0,,,", lines[2]);
        Assert.EndsWith(",0.25,0,0.5,,0.25", lines[3]);
    }

    public void Dispose() => _folder.Dispose();

    private string[] Lines() => File.ReadAllLines(Path.Combine(_folder.Path, "metrics.csv"));
}
