using System.Diagnostics;

namespace Microsoft.ML.VisionTransformers.Weights.Hub;

/// <summary>Counts the bytes of a download of several files, and reports a few times a second.</summary>
internal sealed class ProgressMeter(IProgress<HubProgress>? progress, long total)
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(200);

    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private TimeSpan _reported;
    private string _file = "";
    private long _done;
    private long _inFile;
    private long _received;

    /// <summary>Bytes of this file come now, after those that are there already.</summary>
    public void Start(string file, long have)
    {
        (_file, _inFile) = (file, have);
        Report();
    }

    public void Add(long bytes)
    {
        _inFile += bytes;
        _received += bytes;
        if (_clock.Elapsed - _reported >= s_interval)
            Report();
    }

    public void Finish(string file, long size)
    {
        (_file, _inFile) = (file, 0);
        _done += size;
        Report();
    }

    private void Report()
    {
        _reported = _clock.Elapsed;
        var done = Math.Min(total, _done + _inFile);
        var rate = _received == 0 ? 0 : _received / Math.Max(1e-3, _reported.TotalSeconds);
        progress?.Report(new HubProgress(_file, done, total, rate, rate > 0 ? TimeSpan.FromSeconds((total - done) / rate) : null));
    }
}
