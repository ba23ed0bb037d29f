using System.Diagnostics;
using System.Globalization;
using Soak;

// soak [--images N] [--steps N]: scores N (10000) images, half of them through a data view's cursor and half through a prediction engine, and trains for
// N (2000) steps with a run folder, augmentation and validation, each in a process of its own. A row a sample of the memory; ends with an error
// when one leaves the band of 2 % around that at the end of the warm-up.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (args is ["part", var name, var countText, var folder])
    return MemoryTrack.Follow(name, int.Parse(countText), SoakParts.All[name](folder)) ? 0 : 1;

var images = Option("--images", 10_000);
var steps = Option("--steps", 2_000);
var root = Path.Combine("artifacts", "soak");
if (Directory.Exists(root))
    Directory.Delete(root, recursive: true);
SoakPictures.Write(root);
SoakParts.WriteModel(root);
var failed = new List<string>();
foreach (var (part, count) in new[] { (SoakParts.Cursor, images / 2), (SoakParts.Engine, images - images / 2), (SoakParts.Training, steps) })
{
    using var process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, [typeof(SoakParts).Assembly.Location, "part", part, $"{count}", root]))!;
    process.WaitForExit();
    if (process.ExitCode != 0)
        failed.Add(part);
}
Console.WriteLine(failed.Count == 0 ? "memory stays flat" : $"memory does not stay flat: {string.Join(", ", failed)}");
return failed.Count == 0 ? 0 : 1;

int Option(string name, int otherwise) => Array.IndexOf(args, name) is >= 0 and var at && at + 1 < args.Length ? int.Parse(args[at + 1]) : otherwise;
