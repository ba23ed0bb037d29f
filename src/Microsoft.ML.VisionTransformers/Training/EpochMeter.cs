using System.Diagnostics;
using Microsoft.ML.VisionTransformers.Data;

namespace Microsoft.ML.VisionTransformers.Training;

/// <summary>Adds up the losses, counts and times of one pass over a batch source, begun here or gone on with.</summary>
internal sealed class EpochMeter(IBatchSource source, EpochTally? before = null)
{
    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly TimeSpan _waitedBefore = source.Waited;
    private readonly EpochTally _before = before ?? new EpochTally();
    private EpochTally _tally = before ?? new EpochTally();

    /// <summary>All of the pass so far, to go on from later.</summary>
    public EpochTally Tally => _tally with { Seconds = Elapsed.TotalSeconds, Waited = Waited.TotalSeconds };

    /// <summary>Batches done.</summary>
    public int Steps => _tally.Batches;

    public double Loss => _tally.Images == 0 ? double.NaN : _tally.Loss / _tally.Images;

    public double Accuracy => _tally.Correct is { } correct && _tally.Images > 0 ? (double)correct / _tally.Images : double.NaN;

    public TimeSpan Elapsed => Stopwatch.GetElapsedTime(_start) + TimeSpan.FromSeconds(_before.Seconds);

    public double ImagesPerSecond => _tally.Images / Math.Max(Elapsed.TotalSeconds, 1e-9);

    public double LoaderWait => Math.Min(1, Waited / (Elapsed + TimeSpan.FromTicks(1)));

    private TimeSpan Waited => source.Waited - _waitedBefore + TimeSpan.FromSeconds(_before.Waited);

    public void Add(double loss, long? correct, int images) => _tally = _tally with
    {
        Batches = _tally.Batches + 1,
        Loss = _tally.Loss + loss * images,
        Correct = correct is null ? null : _tally.Correct + correct,
        Images = _tally.Images + images,
    };
}
