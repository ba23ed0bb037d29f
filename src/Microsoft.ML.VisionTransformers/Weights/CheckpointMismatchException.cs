namespace Microsoft.ML.VisionTransformers.Weights;

/// <summary>
/// A checkpoint does not fit the network it was to be loaded into. Nothing was loaded. The message lists every key that is missing,
/// unexpected or of another shape, and what the checkpoint looks like.
/// </summary>
public sealed class CheckpointMismatchException : InvalidOperationException
{
    internal CheckpointMismatchException(string message, CheckpointReport report) : base(message)
    {
        MissingKeys = [.. report.Missing];
        UnexpectedKeys = [.. report.Unexpected];
        MisshapenKeys = [.. report.Misshapen];
    }

    /// <summary>Weights of the network that the checkpoint lacks.</summary>
    public IReadOnlyList<string> MissingKeys { get; }

    /// <summary>Weights of the checkpoint that the network has no place for, by the checkpoint's names.</summary>
    public IReadOnlyList<string> UnexpectedKeys { get; }

    /// <summary>Weights of another shape, with both shapes.</summary>
    public IReadOnlyList<string> MisshapenKeys { get; }
}
