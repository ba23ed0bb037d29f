using System.Diagnostics;
using System.Globalization;

namespace Benchmarks;

/// <summary>
/// One side of a comparison: a process of its own that prepares a workload and runs it on demand, so that neither side's memory or
/// threads disturb the other. Both sides speak the protocol of peers/worker.py.
/// </summary>
internal sealed class Worker : IDisposable
{
    private readonly Process _process;

    private Worker(string name, ProcessStartInfo start)
    {
        Name = name;
        _process = Process.Start(start) ?? throw new InvalidOperationException($"{start.FileName} did not start");
        if (_process.StandardOutput.ReadLine() != "ready")
            throw new InvalidOperationException($"The {name} worker failed to prepare its workload.");
    }

    public string Name { get; }

    /// <summary>This program again, as a worker.</summary>
    public static Worker Ours(string workload, int threads, string image) => new("ours",
        Start(Environment.ProcessPath!, [typeof(Worker).Assembly.Location, "worker", workload, threads.ToString(CultureInfo.InvariantCulture), image], threads));

    /// <summary>The same workload in Python, with the same threads, waiting policy and BLAS kernel.</summary>
    public static Worker Peer(string workload, int threads, string image) => new("peer",
        Start("/usr/bin/python3", [Path.Combine(AppContext.BaseDirectory, "peers", "worker.py"), workload, threads.ToString(CultureInfo.InvariantCulture), image], threads));

    private static ProcessStartInfo Start(string program, string[] arguments, int threads)
    {
        // Run as "dotnet Benchmarks.dll" the process is dotnet itself; run as the app host it is the program, which needs no assembly name.
        var isHost = Path.GetFileNameWithoutExtension(program) is "dotnet" or "python3";
        var start = new ProcessStartInfo(program, isHost ? arguments : arguments[1..]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        start.Environment["OPENBLAS_CORETYPE"] = BlasKernel.Name;
        // Threads that sleep while they wait are faster on both sides here: spinning ones take the cores that OpenBLAS's threads need.
        start.Environment["OMP_WAIT_POLICY"] = Environment.GetEnvironmentVariable("OMP_WAIT_POLICY") ?? "passive";
        start.Environment["OMP_NUM_THREADS"] = threads.ToString(CultureInfo.InvariantCulture);
        return start;
    }

    /// <summary>Seconds of each of <paramref name="times"/> runs.</summary>
    public double[] Run(int times)
    {
        _process.StandardInput.WriteLine($"run {times}");
        var line = _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException($"The {Name} worker ended early.");
        return Array.ConvertAll(line.Split(' '), s => double.Parse(s, CultureInfo.InvariantCulture));
    }

    /// <summary>The most memory that the process has held so far, in MiB (VmHWM).</summary>
    public double PeakMemory()
    {
        var line = File.ReadLines($"/proc/{_process.Id}/status").First(l => l.StartsWith("VmHWM:", StringComparison.Ordinal));
        return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
    }

    public void Dispose()
    {
        _process.StandardInput.WriteLine("bye");
        if (!_process.WaitForExit(10_000))
            _process.Kill();
        _process.Dispose();
    }
}
