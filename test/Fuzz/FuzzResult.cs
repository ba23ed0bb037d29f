namespace Fuzz;

/// <summary>What became of a format's cases.</summary>
internal sealed class FuzzResult
{
    public int Read { get; set; }

    public int Refused { get; set; }

    /// <summary>A line for each case that failed: which, and why.</summary>
    public List<string> Failures { get; } = [];

    public TimeSpan Slowest { get; set; }

    /// <summary>Bytes that the hungriest case allocated.</summary>
    public long Hungriest { get; set; }
}
