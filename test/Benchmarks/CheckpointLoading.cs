using System.Diagnostics;
using System.Globalization;
using Microsoft.ML.VisionTransformers.Architectures;
using Microsoft.ML.VisionTransformers.Modules;
using Microsoft.ML.VisionTransformers.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace Benchmarks;

/// <summary>
/// How fast a half-precision checkpoint becomes a network, beside how fast its file can be read at all, and how much memory that takes.
/// Each round is a process of its own, and the file is in the page cache.
/// </summary>
internal static class CheckpointLoading
{
    private const string Architecture = "vit_large_patch16_224";

    /// <summary>What the processes of the rounds are started with.</summary>
    public const string WorkerName = "load-worker";

    public static void Run(int rounds)
    {
        var path = Path.Combine(AppContext.BaseDirectory, $"{Architecture}-half.safetensors");
        if (!File.Exists(path))
            Write(path);
        var configuration = ArchitectureRegistry.Find(Architecture).Configuration;
        var (fileSize, networkSize) = (new FileInfo(path).Length / 1e6, configuration.CountParameters() * 4 / 1e6);
        Console.WriteLine($"{Architecture}, {networkSize:F0} MB as floats, from {fileSize:F0} MB of halves in the page cache; {Environment.ProcessorCount} cores");
        Console.WriteLine("read: through a small buffer; whole: into fresh memory of its size; load: into a network just built; again: into the same network");
        Console.WriteLine($"{"round",5} {"read",10} {"whole",10} {"build",8} {"load",10} {"again",10} {"load/whole",11} {"again/read",11} {"peak",9} {"of network",11}");
        List<double[]> all = [];
        for (var round = 1; round <= rounds; round++)
        {
            var figures = Round(path);
            all.Add(figures);
            Print(round.ToString(CultureInfo.InvariantCulture), figures);
        }
        Print("med.", [.. Enumerable.Range(0, all[0].Length).Select(i => Comparison.Median(all.Select(figures => figures[i])))]);

        void Print(string name, double[] figures)
        {
            var (read, whole, build, load, again, peak) = (figures[0], figures[1], figures[2], figures[3], figures[4], figures[5]);
            Console.WriteLine($"{name,5} {Speed(read)} {Speed(whole)} {build,6:F2} s {Speed(load)} {Speed(again)} {whole / load,11:P0} {read / again,11:P0} {peak,6:F0} MB {peak / networkSize,11:F2}");
        }

        string Speed(double seconds) => $"{fileSize / seconds,5:F0} MB/s";
    }

    /// <summary>One round: seconds to read the file, to read it into memory, to build, to load and to load again, and the most memory held, in MB.</summary>
    public static void Work(string path)
    {
        set_num_threads(Environment.ProcessorCount);
        var read = Time(() =>
        {
            using var file = File.OpenHandle(path);
            var block = new byte[1 << 20];
            for (long at = 0; RandomAccess.Read(file, block, at) is > 0 and var count; at += count)
            {
            }
        });
        var build = Stopwatch.StartNew();
        using var checkpoint = Checkpoint.Open(path);
        var configuration = ArchitectureRegistry.Find(Architecture).Configuration;
        var load = new Stopwatch();
        using var network = CheckpointLoader.Create(checkpoint, configuration, 0, () =>
        {
            var built = NetworkFactory.Create(configuration);
            build.Stop();
            load.Start();
            return built;
        }, out _);
        load.Stop();
        var peak = PeakMemory();
        var again = Time(() => CheckpointLoader.Load(checkpoint, network, configuration));
        // Last, for it counts to the peak.
        var whole = Time(() => File.ReadAllBytes(path));
        Console.WriteLine(string.Join(' ', new[] { read, whole, build.Elapsed.TotalSeconds, load.Elapsed.TotalSeconds, again, peak }
            .Select(number => number.ToString("F6", CultureInfo.InvariantCulture))));
    }

    private static double[] Round(string path)
    {
        var isHost = Path.GetFileNameWithoutExtension(Environment.ProcessPath!) is "dotnet";
        string[] arguments = [WorkerName, path];
        using var process = Process.Start(new ProcessStartInfo(
            Environment.ProcessPath!, isHost ? [typeof(CheckpointLoading).Assembly.Location, .. arguments] : arguments) { RedirectStandardOutput = true })!;
        var line = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return Array.ConvertAll(line.Trim().Split(' '), number => double.Parse(number, CultureInfo.InvariantCulture));
    }

    private static double Time(Action run)
    {
        var watch = Stopwatch.StartNew();
        run();
        return watch.Elapsed.TotalSeconds;
    }

    private static double PeakMemory()
    {
        var line = File.ReadLines("/proc/self/status").First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
        return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024 / 1e6;
    }

    private static void Write(string path)
    {
        using var scope = NewDisposeScope();
        var network = NetworkFactory.Create(ArchitectureRegistry.Find(Architecture).Configuration);
        SafetensorsWriter.Write(path, network.state_dict().ToDictionary(pair => pair.Key, pair => pair.Value.detach().to(ScalarType.Float16)));
        network.Dispose();
    }
}
