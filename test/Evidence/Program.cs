// What the papers promise, on real data: see build/evidence.
//   Evidence [NAME...] [--short]
using System.Diagnostics;
using System.Globalization;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
IExperiment[] experiments = [new PretrainingExperiment(), new ContrastiveExperiment(), new EmojiExperiment()];
var isShort = args.Contains("--short");
var names = args.Where(arg => arg != "--short").ToArray();
if (names.FirstOrDefault(name => experiments.All(experiment => experiment.Name != name)) is { } unknown)
{
    Console.Error.WriteLine($"There is no experiment '{unknown}'. There are {string.Join(", ", experiments.Select(experiment => experiment.Name))}.");
    return 2;
}
foreach (var experiment in experiments.Where(experiment => names.Length == 0 || names.Contains(experiment.Name)))
{
    var start = Stopwatch.GetTimestamp();
    var folder = Directory.CreateDirectory(Path.Combine("artifacts", "evidence", experiment.Name + (isShort ? "-short" : ""))).FullName;
    if (isShort)
    {
        Directory.Delete(folder, recursive: true);
        Directory.CreateDirectory(folder);
    }
    Console.WriteLine($"== {experiment.Name}{(isShort ? " (short: the figures mean nothing)" : "")}");
    experiment.Run(new ExperimentFolder(folder, isShort));
    Console.WriteLine($"{Stopwatch.GetElapsedTime(start):hh\\:mm\\:ss}");
}
return 0;
