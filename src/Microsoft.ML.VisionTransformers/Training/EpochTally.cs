namespace Microsoft.ML.VisionTransformers.Training;

/// <summary>What a pass has come to so far; the sums are kept exactly, so that a run that goes on reports the same means.</summary>
internal sealed record EpochTally
{
    public int Batches { get; init; }

    public long Images { get; init; }

    /// <summary>Sum over images.</summary>
    public double Loss { get; init; }

    /// <summary>Null where there is no such thing.</summary>
    public long? Correct { get; init; } = 0;

    public double Seconds { get; init; }

    /// <summary>Seconds in which no batch was ready.</summary>
    public double Waited { get; init; }
}
