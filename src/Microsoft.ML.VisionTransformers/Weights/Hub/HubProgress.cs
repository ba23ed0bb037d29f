namespace Microsoft.ML.VisionTransformers.Weights.Hub;

/// <summary>How far a download is.</summary>
/// <param name="File">The file that bytes come for now.</param>
/// <param name="BytesDone">Of all its files together; what an earlier, broken download left counts.</param>
/// <param name="BytesTotal">Of all files that the cache lacked.</param>
/// <param name="BytesPerSecond">Mean over this download; 0 before the first bytes.</param>
/// <param name="TimeLeft">At that rate; null while there is none.</param>
public sealed record HubProgress(string File, long BytesDone, long BytesTotal, double BytesPerSecond, TimeSpan? TimeLeft)
{
    /// <summary>Such as <c>model.safetensors: 43.2 of 346.3 MB, 12.5 MB/s, 24 s left</c>.</summary>
    public override string ToString()
    {
        var text = FormattableString.Invariant($"{File}: {BytesDone / 1e6:F1} of {BytesTotal / 1e6:F1} MB");
        return TimeLeft is { } left ? text + FormattableString.Invariant($", {BytesPerSecond / 1e6:F1} MB/s, {left.TotalSeconds:F0} s left") : text;
    }
}
