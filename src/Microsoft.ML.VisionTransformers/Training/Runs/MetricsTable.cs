using System.Globalization;
using System.Text;
using Microsoft.ML.VisionTransformers.Explanation;
using Microsoft.ML.VisionTransformers.Weights;

namespace Microsoft.ML.VisionTransformers.Training.Runs;

/// <summary>
/// <c>metrics.csv</c>: a line an epoch, numbers with a point and all their digits, empty where there is no such number. Lines are added as
/// epochs are done, so that it can be watched; a run that goes on writes those of its checkpoint first, whatever a crash has left. Metrics by
/// name have a column each at the end: those of the epochs that are done, then those that are new.
/// </summary>
internal sealed class MetricsTable(string folder)
{
    private const string Header = "epoch,learning_rate,train_loss,train_accuracy,validation_loss,validation_accuracy,seconds,images_per_second,loader_wait,is_best";

    private readonly string _path = Path.Combine(folder, "metrics.csv");

    private string[] _names = [];

    public void Begin(IReadOnlyList<TrainingMetrics> history, IEnumerable<string> metrics)
    {
        _names = [.. history.SelectMany(epoch => epoch.Metrics).Select(metric => metric.Name).Union(metrics)];
        string text = string.Join(',', _names.Select(PerClassTable.Quoted).Prepend(Header)) + "\n" + string.Concat(history.Select(Line));
        WholeFile.Write(_path, stream => stream.Write(Encoding.UTF8.GetBytes(text)));
    }

    public void Add(TrainingMetrics epoch) => File.AppendAllText(_path, Line(epoch));

    private string Line(TrainingMetrics epoch) => string.Join(',',
        [
            epoch.Epoch.ToString(CultureInfo.InvariantCulture), Number(epoch.LearningRate), Number(epoch.TrainLoss), Number(epoch.TrainAccuracy),
            Number(epoch.ValidationLoss), Number(epoch.ValidationAccuracy), Number(Math.Round(epoch.Duration.TotalSeconds, 3)),
            Number(Math.Round(epoch.ImagesPerSecond, 2)), Number(Math.Round(epoch.LoaderWait, 5)), epoch.IsBest ? "1" : "0",
            .. _names.Select(name => Number(epoch[name])),
        ]) + "\n";

    private static string Number(double? value) => value is { } number && !double.IsNaN(number) ? number.ToString("R", CultureInfo.InvariantCulture) : "";
}
