using Microsoft.ML.VisionTransformers.Training;

namespace Microsoft.ML.VisionTransformers.Tests.Training.Runs;

/// <summary>Ends a training in a process of its own, in every way that there is. When exactly doesn't matter: the end is the same.</summary>
[Collection("Kernels")]
public sealed class KilledTrainingTests(UndisturbedTraining undisturbed) : IClassFixture<UndisturbedTraining>
{
    private const int Kills = 20;
    private const int Pause = 20;

    [Fact]
    public void ATrainingThatIsKilledAgainAndAgainEndsAsIfNothingHadHappened()
    {
        var folder = undisturbed.Begin("killed");
        var random = new Random(7);
        int killed = 0;
        for (int kill = 0; kill < Kills; kill++)
        {
            var process = new TrainingProcess(undisturbed.Images, folder, Pause);
            if (process.Saves() && process.KillAfter(TimeSpan.FromMilliseconds(random.Next(0, 2 * Pause))))
                killed++;
        }
        Assert.InRange(killed, 1, Kills);
        undisturbed.AssertGoesOnToTheSameEnd(folder);
    }

    [Theory]
    [InlineData(15, TerminationSignals.TerminatedExitCode)]
    [InlineData(2, TerminationSignals.InterruptedExitCode)]
    public void ATrainingThatIsAskedToEndSavesAndTellsByItsExitCode(int signal, int exitCode)
    {
        if (OperatingSystem.IsWindows())
            return;
        var folder = undisturbed.Begin($"signal {signal}");
        var process = new TrainingProcess(undisturbed.Images, folder, 10 * Pause);
        process.AssertSaves();
        process.Signal(signal);
        Assert.Equal(exitCode, process.ExitCode());
        Assert.Equal(128 + signal, exitCode);
        Assert.Contains("saved", process.Output);
        undisturbed.AssertGoesOnToTheSameEnd(folder);
    }

    [Fact]
    public void ADiskThatIsFullEndsATrainingWithItsLastCheckpointWhole()
    {
        if (!OperatingSystem.IsLinux())
            return;
        var folder = undisturbed.Begin("full");
        var last = Path.Combine(folder, "last.safetensors");
        var before = File.ReadAllBytes(last);
        // No file may grow beyond a limit (in blocks of 512 or 1024 bytes, as the shell likes): the middle of a checkpoint.
        var process = new TrainingProcess(undisturbed.Images, folder, shell: $"trap '' XFSZ; ulimit -f {before.Length / 2048}");
        Assert.NotEqual(0, process.ExitCode());
        Assert.Contains("last.safetensors cannot be written", process.Errors);
        Assert.Contains("The one before it is still whole", process.Errors);
        Assert.Equal(before, File.ReadAllBytes(last));
        Assert.False(File.Exists(last + ".unfinished"));
        undisturbed.AssertGoesOnToTheSameEnd(folder);
    }
}
