namespace ParityTests;

/// <summary>
/// What the fixtures of one family came to: how much was compared, the largest deviation of each aspect, and the largest as a share of what is
/// allowed where it occurs.
/// </summary>
internal sealed class FamilySummary(string family)
{
    private static readonly Aspect[] s_aspects = [Aspect.Forward, Aspect.Intermediates, Aspect.Loss, Aspect.Gradients, Aspect.Steps];
    private readonly List<Finding> _findings = [];
    private int _fixtures;

    public static string Header => $"{"family",-38} {"fixtures",8} {"compared",8} " + string.Join(' ', s_aspects.Select(aspect => $"{aspect.ToString().ToLowerInvariant(),13}")) + $" {"of allowed",10}";

    public void Add(Verdict verdict)
    {
        _fixtures++;
        _findings.AddRange(verdict.Findings.Where(finding => finding.Problem is null));
    }

    public override string ToString() => $"{family,-38} {_fixtures,8} {_findings.Count,8} " + string.Join(' ', s_aspects.Select(Worst)) + $" {_findings.Max(finding => (double?)finding.Share),10:P0}";

    private string Worst(Aspect aspect)
    {
        var deviations = _findings.Where(finding => finding.Aspect == aspect).Select(finding => finding.Deviation).ToList();
        return $"{(deviations.Count == 0 ? "-" : deviations.Max().ToString("0.0e+0")),13}";
    }
}
