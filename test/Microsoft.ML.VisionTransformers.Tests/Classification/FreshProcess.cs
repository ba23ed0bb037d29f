using System.Diagnostics;

namespace Microsoft.ML.VisionTransformers.Tests.Classification;

/// <summary>Runs test/FreshProcess, which was built along with the tests.</summary>
internal static class FreshProcess
{
    /// <summary>artifacts/bin/FreshProcess/release, beside the folder of the tests.</summary>
    public static string Folder { get; } = Path.Combine(
        Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "FreshProcess")), new DirectoryInfo(AppContext.BaseDirectory).Name);

    public static (int ExitCode, string Output, string Errors) Run(string folder, string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", Path.Combine(folder, "FreshProcess.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, errors.Result);
    }

    public static void CopyTo(string folder, Func<string, bool> take)
    {
        foreach (var file in Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories).Where(take))
        {
            var target = Path.Combine(folder, Path.GetRelativePath(Folder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}
