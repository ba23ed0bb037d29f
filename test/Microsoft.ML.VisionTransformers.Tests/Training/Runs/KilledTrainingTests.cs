using System.Diagnostics;
using System.Globalization;
using Microsoft.ML.VisionTransformers.Tests.Drawing;
using Microsoft.ML.VisionTransformers.Training.Runs;
using Microsoft.ML.VisionTransformers.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Tests.Training.Runs;

/// <summary>Kills a training at random moments, in a process of its own, as often as it takes.</summary>
[Collection("Kernels")]
public sealed class KilledTrainingTests : IDisposable
{
    private const int Kills = 20;

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void ATrainingThatIsKilledAgainAndAgainEndsAsIfNothingHadHappened()
    {
        var images = ShapePictures.WriteFolder(Path.Combine(_folder.Path, "images"), each: 30, seed: 5);
        var (whole, broken) = (Path.Combine(_folder.Path, "whole"), Path.Combine(_folder.Path, "broken"));

        // Both have the same seed, which the first draws from its context: a training that has not begun goes on from its first checkpoint.
        Directory.CreateDirectory(broken);
        Assert.True(Start(images, broken, pause: 0).WaitForStep(1), "The first checkpoint never came.");
        Directory.CreateDirectory(whole);
        foreach (var file in Directory.EnumerateFiles(broken, "*.safetensors"))
            File.Copy(file, Path.Combine(whole, Path.GetFileName(file)));
        Assert.True(Start(images, whole, pause: 0).Finishes());

        var random = new Random(7);
        for (int kill = 0; kill < Kills; kill++)
            Start(images, broken, pause: 15).KillAfterNextCheckpoint(TimeSpan.FromMilliseconds(random.Next(0, 80)));
        Assert.True(Start(images, broken, pause: 0).Finishes());

        using var scope = NewDisposeScope();
        using var expected = Last(whole);
        using var actual = Last(broken);
        Assert.Equal(expected.Entries.Keys.Order(), actual.Entries.Keys.Order());
        Assert.All(expected.Entries.Keys, name => Assert.True(expected.Load(name).equal(actual.Load(name)).all().item<bool>(), name));
        Assert.Equal(
            File.ReadAllBytes(Assert.Single(Directory.GetFiles(whole, "best-*"))), File.ReadAllBytes(Assert.Single(Directory.GetFiles(broken, "best-*"))));
        var (before, after) = (State(expected), State(actual));
        Assert.Equal(before.History.Select(epoch => (epoch.TrainLoss, epoch.ValidationLoss)), after.History.Select(epoch => (epoch.TrainLoss, epoch.ValidationLoss)));
        Assert.Equal((before.Steps, before.BestEpoch), (after.Steps, after.BestEpoch));
    }

    public void Dispose() => _folder.Dispose();

    private static SafetensorsFile Last(string folder) => SafetensorsFile.Open(Path.Combine(folder, "last.safetensors"));

    private static RunState State(SafetensorsFile file) => RunState.FromJson(file.Metadata["run"]);

    private static TrainingProcess Start(string images, string folder, int pause) => new(images, folder, pause);

    private sealed class TrainingProcess
    {
        private readonly Process _process;
        private readonly string _folder;
        private readonly Task<string> _output;
        private readonly Task<string> _errors;

        public TrainingProcess(string images, string folder, int pause)
        {
            var name = Path.Combine(AppContext.BaseDirectory, "..", "..", nameof(TrainingProcess), new DirectoryInfo(AppContext.BaseDirectory).Name, "TrainingProcess.dll");
            var start = new ProcessStartInfo("dotnet", ["exec", Path.GetFullPath(name), images, folder, pause.ToString(CultureInfo.InvariantCulture)])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            _folder = folder;
            _process = Process.Start(start)!;
            (_output, _errors) = (_process.StandardOutput.ReadToEndAsync(), _process.StandardError.ReadToEndAsync());
        }

        public bool Finishes()
        {
            _process.WaitForExit();
            Assert.True(_process.ExitCode == 0, _errors.Result);
            return _output.Result.Contains("finished");
        }

        /// <summary>Waits for a checkpoint and kills the process there; false when it ends without.</summary>
        public bool WaitForStep(int step)
        {
            var file = Path.Combine(_folder, "last.safetensors");
            while (!File.Exists(file))
            {
                if (_process.WaitForExit(5))
                    return false;
            }
            Kill();
            using var last = Last(_folder);
            return State(last).Steps >= step;
        }

        /// <summary>Lets it train until it has saved something, and a little longer.</summary>
        public void KillAfterNextCheckpoint(TimeSpan time)
        {
            var file = Path.Combine(_folder, "last.safetensors");
            var before = File.GetLastWriteTimeUtc(file);
            while (File.GetLastWriteTimeUtc(file) == before)
            {
                if (_process.WaitForExit(5))
                    return;
            }
            if (!_process.WaitForExit(time))
                Kill();
        }

        private void Kill()
        {
            _process.Kill();
            _process.WaitForExit();
        }
    }
}
