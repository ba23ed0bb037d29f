using System.Diagnostics;

namespace Microsoft.ML.VisionTransformers.Weights.Hub;

/// <summary>A download's progress as lines of a log: the first, the last, and one now and then.</summary>
internal sealed class ProgressLines(Action<string> say) : IProgress<HubProgress>
{
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(10);

    private readonly Stopwatch _sinceLine = new();

    public void Report(HubProgress value)
    {
        if (_sinceLine.IsRunning && _sinceLine.Elapsed < s_interval && value.BytesDone < value.BytesTotal)
            return;
        _sinceLine.Restart();
        say(value.ToString());
    }
}
