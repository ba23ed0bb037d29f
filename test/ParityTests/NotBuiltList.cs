namespace ParityTests;

/// <summary>
/// The kinds of fixture that nothing runs yet: a family a line in <c>not-built.txt</c> beside the fixtures, after which a word on when.
/// They are reported, and don't count as failed.
/// </summary>
internal static class NotBuiltList
{
    public static HashSet<string> Read()
    {
        var path = Path.Combine(FixtureFinder.DefaultFolder(), "not-built.txt");
        return File.Exists(path)
            ? [.. File.ReadLines(path).Select(line => line.Split('#')[0].Trim()).Where(line => line.Length > 0)]
            : [];
    }
}
