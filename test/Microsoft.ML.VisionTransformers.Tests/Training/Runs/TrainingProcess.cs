using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Microsoft.ML.VisionTransformers.Tests.Training.Runs;

/// <summary>A training in a process of its own, to be ended in whatever way.</summary>
internal sealed class TrainingProcess
{
    private readonly Process _process;
    private readonly string _last;
    private readonly DateTime _savedBefore;
    private readonly Task<string> _output;
    private readonly Task<string> _errors;

    /// <param name="images">A folder a class.</param>
    /// <param name="folder">Where it is kept.</param>
    /// <param name="pause">Milliseconds it waits after each batch, so that there is a time to end it.</param>
    /// <param name="shell">Commands before it: of a shell that then becomes it.</param>
    public TrainingProcess(string images, string folder, int pause = 0, string? shell = null)
    {
        var program = Path.GetFullPath(Path.Combine(
            AppContext.BaseDirectory, "..", "..", nameof(TrainingProcess), new DirectoryInfo(AppContext.BaseDirectory).Name, "TrainingProcess.dll"));
        string[] command = ["dotnet", "exec", program, images, folder, pause.ToString(CultureInfo.InvariantCulture)];
        if (shell is not null)
            command = ["/bin/sh", "-c", shell + "; exec \"$@\"", "sh", .. command];
        // Where the tests run in the background of a shell, Ctrl-C is ignored, and children would inherit that.
        if (OperatingSystem.IsLinux())
            command = ["env", "--default-signal=INT", .. command];
        var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["OMP_NUM_THREADS"] = "1"; // The network is tiny; idle threads that spin would only take the machine from others.
        start.Environment["DOTNET_EnableWriteXorExecute"] = "0"; // Starts faster, and needs no large file where a test limits their size.
        _last = Path.Combine(folder, "last.safetensors");
        _savedBefore = File.GetLastWriteTimeUtc(_last);
        _process = Process.Start(start)!;
        (_output, _errors) = (Read(_process.StandardOutput), Read(_process.StandardError));
    }

    public string Output => _output.Result;

    /// <summary>All of it: waits for the end.</summary>
    public string Errors => _errors.Result;

    /// <summary>Waits until it ends by itself.</summary>
    public int ExitCode()
    {
        _process.WaitForExit();
        return _process.ExitCode;
    }

    /// <summary>On a thread of its own, for as long as the process lives.</summary>
    private static Task<string> Read(StreamReader reader) =>
        Task.Factory.StartNew(reader.ReadToEnd, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <summary>Waits until it has saved something, which it has to before its end.</summary>
    public void AssertSaves()
    {
        if (!Saves())
            Assert.Fail($"It ended without a checkpoint. {Output} {Errors}");
    }

    /// <summary>Waits until it has saved something; false when it ends first.</summary>
    public bool Saves()
    {
        while (File.GetLastWriteTimeUtc(_last) == _savedBefore)
        {
            if (_process.HasExited)
                return false;
            Thread.Sleep(5);
        }
        return true;
    }

    /// <summary>Lets it go on for a time at most and kills it; false when it has ended by then.</summary>
    public bool KillAfter(TimeSpan time)
    {
        Thread.Sleep(time);
        if (_process.HasExited)
            return false;
        _process.Kill();
        _process.WaitForExit();
        return true;
    }

    /// <summary>Sends a signal by its number.</summary>
    public void Signal(int number)
    {
        Assert.Equal(0, Kill(_process.Id, number));
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int process, int signal);
}
