using System.Diagnostics;
using System.Globalization;
using Benchmarks;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (args is ["worker", var name, var threadsText, var imagePath])
{
    Serve(Workload.All.Single(w => w.Name == name).Prepare(int.Parse(threadsText), imagePath));
    return 0;
}
if (args is [CheckpointLoading.WorkerName, var checkpointPath])
{
    CheckpointLoading.Work(checkpointPath);
    return 0;
}

var withPeer = args.Contains("--with-peers");
var filter = args.FirstOrDefault(a => !a.StartsWith('-')) ?? "";
var rounds = args.FirstOrDefault(a => a.StartsWith("--rounds=", StringComparison.Ordinal)) is { } r ? int.Parse(r["--rounds=".Length..]) : 7;
if (filter == "load")
{
    CheckpointLoading.Run(rounds);
    return 0;
}
if (filter == "search")
{
    EmbeddingSearch.Run(rounds);
    return 0;
}
var threads = Environment.ProcessorCount;
var image = Path.Combine(AppContext.BaseDirectory, "benchmark-640x480.jpg");
SampleImage.Write(image);
if (filter == LoaderWait.Name)
{
    LoaderWait.Run(rounds, image);
    return 0;
}
Console.WriteLine($"{threads} threads, OpenBLAS kernel {BlasKernel.Name}, medians of {rounds} interleaved rounds; ratio = peer's time / ours (above 1: we are faster)");
Console.WriteLine($"{"workload",-28} {"ours",18} {"peak MiB",9}   {"peer",18} {"peak MiB",9}   {"ratio (min-max)",18}");
foreach (var workload in Workload.All.Where(w => w.Name.Contains(filter, StringComparison.Ordinal)))
{
    var row = Comparison.Run(workload, threads, image, withPeer && workload.HasPeer, rounds);
    var peer = row.Peer is { } p
        ? $"   {Speed(workload, p.Seconds),18} {p.PeakMemory,9:F0}   {p.Ratio,6:F2} ({p.LowestRatio:F2}-{p.HighestRatio:F2})"
        : "";
    Console.WriteLine($"{workload.Name,-28} {Speed(workload, row.Seconds),18} {row.PeakMemory,9:F0}{peer}");
}
return 0;

static string Speed(Workload workload, double seconds) => $"{workload.Amount / seconds:F1} {workload.Unit}/s";

static void Serve(Action run)
{
    Console.WriteLine("ready");
    while (Console.ReadLine() is { } line && line.Split(' ') is ["run", var times])
    {
        var seconds = new List<string>();
        for (var i = 0; i < int.Parse(times); i++)
        {
            var watch = Stopwatch.StartNew();
            run();
            seconds.Add(watch.Elapsed.TotalSeconds.ToString("F6"));
        }
        Console.WriteLine(string.Join(' ', seconds));
    }
}
