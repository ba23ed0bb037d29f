using System.Globalization;
using System.Text;
using Microsoft.ML.VisionTransformers.Weights;

namespace Microsoft.ML.VisionTransformers.Training.Runs;

/// <summary>
/// <c>metrics.csv</c>: a line an epoch, numbers with a point and all their digits, empty where there is no such number. Lines are added as
/// epochs are done, so that it can be watched; a run that goes on writes those of its checkpoint first, whatever a crash has left.
/// </summary>
internal sealed class MetricsTable(string folder)
{
    private const string Header = "epoch,learning_rate,train_loss,train_accuracy,validation_loss,validation_accuracy,seconds,images_per_second,loader_wait,is_best\n";

    private readonly string _path = Path.Combine(folder, "metrics.csv");

    public void Begin(IEnumerable<TrainingMetrics> history)
        => WholeFile.Write(_path, stream => stream.Write(Encoding.UTF8.GetBytes(Header + string.Concat(history.Select(Line)))));

    public void Add(TrainingMetrics epoch) => File.AppendAllText(_path, Line(epoch));

    private static string Line(TrainingMetrics epoch) => string.Join(',',
        epoch.Epoch.ToString(CultureInfo.InvariantCulture), Number(epoch.LearningRate), Number(epoch.TrainLoss), Number(epoch.TrainAccuracy),
        Number(epoch.ValidationLoss), Number(epoch.ValidationAccuracy), Number(Math.Round(epoch.Duration.TotalSeconds, 3)),
        Number(Math.Round(epoch.ImagesPerSecond, 2)), Number(Math.Round(epoch.LoaderWait, 5)), epoch.IsBest ? "1" : "0") + "\n";

    private static string Number(double? value) => value is { } number && !double.IsNaN(number) ? number.ToString("R", CultureInfo.InvariantCulture) : "";
}
