using System.Diagnostics;
using Microsoft.ML.VisionTransformers.Data;

namespace Microsoft.ML.VisionTransformers.Training;

/// <summary>Adds up the losses, counts and times of one pass over a batch source.</summary>
internal sealed class EpochMeter(IBatchSource source)
{
    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly TimeSpan _waitedBefore = source.Waited;
    private double _loss;
    private long _correct;
    private long _images;
    private bool _classes = true;

    public int Steps { get; private set; }

    public double Loss => _images == 0 ? double.NaN : _loss / _images;

    public double Accuracy => _classes && _images > 0 ? (double)_correct / _images : double.NaN;

    public TimeSpan Elapsed => Stopwatch.GetElapsedTime(_start);

    public double ImagesPerSecond => _images / Math.Max(Elapsed.TotalSeconds, 1e-9);

    public double LoaderWait => Math.Min(1, (source.Waited - _waitedBefore) / (Elapsed + TimeSpan.FromTicks(1)));

    public void Add(double loss, long? correct, int images)
    {
        _loss += loss * images;
        _correct += correct ?? 0;
        _classes &= correct.HasValue;
        _images += images;
        Steps++;
    }
}
