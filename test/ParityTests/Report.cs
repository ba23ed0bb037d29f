namespace ParityTests;

/// <summary>A row a fixture, what failed below it, a row a family, and totals.</summary>
internal sealed class Report(TextWriter output)
{
    private readonly SortedDictionary<string, FamilySummary> _families = new(StringComparer.Ordinal);
    private int _passed;
    private int _failed;
    private int _notBuilt;
    private bool _started;

    public void Add(Fixture fixture, Verdict verdict)
    {
        if (!_started)
            output.WriteLine($"{"fixture",-44} {"compared",-62} {"deviation",9} {"tolerance",9}  verdict");
        _started = true;
        if (!verdict.Built)
        {
            output.WriteLine($"{Title(fixture),-44} {fixture.Family,-62} {"",9} {"",9}  not built{(verdict.Expected ? "" : ": FAILED")}");
            _ = verdict.Expected ? _notBuilt++ : _failed++;
            return;
        }
        if (!_families.TryGetValue(fixture.Family, out var summary))
            _families[fixture.Family] = summary = new FamilySummary(fixture.Family);
        summary.Add(verdict);
        var worst = verdict.Findings.Where(finding => finding.Problem is null).MaxBy(finding => finding.Share);
        var compared = string.Join(", ", verdict.Findings.GroupBy(finding => finding.Aspect).OrderBy(group => group.Key)
            .Select(group => $"{group.Key.ToString().ToLowerInvariant()} {group.Count()}"));
        output.WriteLine($"{Title(fixture),-44} {compared,-62} {worst?.Deviation,9:0.0e+0} {worst?.Allowed,9:0.0e+0}  {(verdict.Passed ? "passed" : "FAILED")}");
        foreach (var finding in verdict.Findings.Where(finding => !finding.Passed).Take(20))
            output.WriteLine($"    {finding.Name}: {finding.Problem ?? $"off by {finding.Deviation:0.00e+0}, {finding.Allowed:0.00e+0} allowed"}");
        if (verdict.Error is not null)
            output.WriteLine($"    {verdict.Error}");
        _ = verdict.Passed ? _passed++ : _failed++;
    }

    /// <summary>Prints the totals; the exit code is 1 when a fixture failed or none was found.</summary>
    public int Finish()
    {
        output.WriteLine($"\nThe largest deviations:\n{FamilySummary.Header}");
        foreach (var family in _families.Values)
            output.WriteLine(family);
        if (_notBuilt > 0)
            output.WriteLine($"{_notBuilt} not built yet (test/Assets/Goldens/not-built.txt)");
        output.WriteLine($"{_passed} passed, {_failed} failed");
        return _failed == 0 && _passed > 0 ? 0 : 1;
    }

    private static string Title(Fixture fixture)
    {
        if (fixture.Name == "config")
            return Path.GetFileName(fixture.Folder);
        return Path.GetExtension(fixture.Path) == ".json" ? fixture.Name : Path.GetFileName(fixture.Path);
    }
}
