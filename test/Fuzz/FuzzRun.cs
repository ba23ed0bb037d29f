using System.Diagnostics;

namespace Fuzz;

/// <summary>Hands mutated files to a reader, which has to read them or to refuse them as it promises, soon and without taking much memory.</summary>
/// <param name="format">The kind of file.</param>
/// <param name="seed">Another seed makes other files.</param>
/// <param name="maxTime">What a case may take; null not to look at the clock.</param>
/// <param name="failures">A folder for files that failed; null to keep none.</param>
internal sealed class FuzzRun(FuzzFormat format, int seed, TimeSpan? maxTime = null, string? failures = null)
{
    // A machine that has other things to do may make any case slow once.
    private const int Attempts = 3;

    public FuzzResult Run(int count)
    {
        var result = new FuzzResult();
        var folder = Directory.CreateTempSubdirectory("fuzz-").FullName;
        try
        {
            for (var index = 0; index < count; index++)
                Run(index, folder, result);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
        return result;
    }

    /// <summary>The file of a case: the same for the same seed, format and number, on every machine.</summary>
    public byte[] File(int index) => Mutation.Apply(format.Seeds, new Random(HashCode(seed, format.Name, index)));

    private void Run(int index, string folder, FuzzResult result)
    {
        var file = File(index);
        var (problem, refused, time, memory) = Attempt(file, folder);
        for (var attempt = 1; attempt < Attempts && time > maxTime && problem is null; attempt++)
            (problem, refused, time, memory) = Attempt(file, folder);
        if (problem is null && time > maxTime)
            problem = $"took {time.TotalSeconds:F1} s";
        if (problem is null && memory > format.MaxMemory + file.Length)
            problem = $"allocated {memory / 1e6:F0} MB";
        if (time > result.Slowest)
            result.Slowest = time;
        result.Hungriest = Math.Max(result.Hungriest, memory);
        if (problem is null)
        {
            _ = refused ? result.Refused++ : result.Read++;
            return;
        }
        result.Failures.Add($"{format.Name} case {index}: {problem}");
        if (failures is not null)
        {
            Directory.CreateDirectory(failures);
            System.IO.File.WriteAllBytes(Path.Combine(failures, $"{format.Name}-{seed}-{index}.bin"), file);
        }
    }

    private (string? Problem, bool Refused, TimeSpan Time, long Memory) Attempt(byte[] file, string folder)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var watch = Stopwatch.StartNew();
        string? problem = null;
        var refused = false;
        try
        {
            format.Read(file, folder);
        }
        catch (Exception error)
        {
            refused = format.IsRefusal(error);
            problem = refused ? null : $"{error.GetType().Name}: {error.Message.Split('\n')[0]} {error.StackTrace?.Split('\n')[0].Trim()}";
        }
        return (problem, refused, watch.Elapsed, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    // .NET's own hash codes differ from run to run.
    private static int HashCode(int seed, string name, int index)
    {
        var hash = 2166136261u ^ (uint)seed;
        foreach (var letter in $"{name}/{index}")
            hash = unchecked((hash ^ letter) * 16777619u);
        return (int)(hash & int.MaxValue);
    }
}
