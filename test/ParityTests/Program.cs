using ParityTests;

// parity [FOLDER...]: runs every fixture found in the folders against this product's networks. A fixture is what a reference
// implementation computed (weights, inputs, outputs, gradients), with a sidecar that says what it is of.
string[] folders = args.Length > 0 ? args : [FixtureFinder.DefaultFolder()];
var missing = folders.Where(folder => !Directory.Exists(folder)).ToList();
if (missing.Count > 0)
{
    Console.Error.WriteLine($"There is no folder {string.Join(", ", missing)}.");
    return 2;
}

var notBuilt = NotBuiltList.Read();
var report = new Report(Console.Out);
foreach (var fixture in FixtureFinder.Find(folders))
{
    using (fixture)
        report.Add(fixture, ParityRun.Run(fixture, notBuilt));
}
return report.Finish();
