namespace ParityTests;

/// <summary>What became of a fixture.</summary>
internal sealed record Verdict(IReadOnlyList<Finding> Findings, bool Built, bool Expected, string? Error)
{
    public bool Passed => Built && Error is null && Findings.Count > 0 && Findings.All(finding => finding.Passed);
}
