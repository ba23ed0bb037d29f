using System.Globalization;
using Fuzz;

// fuzz [--count N] [--seed S] [--format NAME]: N mutated files of each format to the product's readers, which read them or refuse them as
// they promise, within a second and (images apart) 64 MB. A line a format; files that failed are left in artifacts/fuzz.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var count = int.Parse(Option("--count") ?? "10000");
var seed = int.Parse(Option("--seed") ?? "1");
var formats = FuzzFormats.All.Where(format => Option("--format") is not { } wanted || format.Name == wanted).ToList();
if (formats.Count == 0)
{
    Console.Error.WriteLine($"There is no such format; there are {string.Join(", ", FuzzFormats.All.Select(format => format.Name))}.");
    return 2;
}

var (passed, failed) = (0, 0);
foreach (var format in formats)
{
    var result = new FuzzRun(format, seed, TimeSpan.FromSeconds(1), Path.Combine("artifacts", "fuzz")).Run(count);
    Console.WriteLine($"{format.Name,-18} {result.Read,7} read, {result.Refused,7} refused, {result.Failures.Count,4} failed; "
        + $"slowest {result.Slowest.TotalMilliseconds,6:F1} ms, most memory {result.Hungriest / 1e6,6:F2} MB");
    foreach (var failure in result.Failures.Take(10))
        Console.WriteLine($"    {failure}");
    passed += result.Read + result.Refused;
    failed += result.Failures.Count;
}
Console.WriteLine($"{passed} passed, {failed} failed");
return failed == 0 ? 0 : 1;

string? Option(string name) => Array.IndexOf(args, name) is >= 0 and var at && at + 1 < args.Length ? args[at + 1] : null;
