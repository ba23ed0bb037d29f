using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.ML.VisionTransformers.Weights;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Training.Runs;

/// <summary>
/// The folder that a training lives in. <c>last.safetensors</c> is where it is: weights, optimizer and moving averages, with a
/// <see cref="RunState"/> as metadata; <c>best-0007.safetensors</c> are the weights of the best epoch so far, which load like any
/// published checkpoint; <c>epoch-0007.safetensors</c>, where it was after earlier epochs, when those are wanted. Files are written beside their place, flushed to the disk and renamed, so that whatever kills the process leaves
/// the last whole one.
/// </summary>
internal sealed class RunFolder : IDisposable
{
    private const string StateKey = "run";
    private static readonly string[] s_reports =
        ["settings.json", "metrics.csv", "events.out.tfevents.*", "curves.png", "batch.png", "reconstruction-*.png", "confusion.png", "per-class.csv"];

    private readonly string _path;
    private readonly FileStream _lock;

    private RunFolder(string path, FileStream held) => (_path, _lock) = (path, held);

    /// <summary>Opens or makes the folder, for this process alone.</summary>
    /// <exception cref="IOException">It cannot be written to, or another training is using it.</exception>
    public static RunFolder Open(string path)
    {
        Directory.CreateDirectory(path);
        try
        {
            return new RunFolder(path, new FileStream(Path.Combine(path, ".lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"The folder {path} cannot be used for this training: another one is writing to it, or it is not writable ({e.Message}). Choose another OutputFolder.", e);
        }
    }

    /// <summary>
    /// The seed of the training in the folder, when the options leave the seed open and go on with what is there: the context of another
    /// process would draw another one. Null when there is none.
    /// </summary>
    public static int? SeedToGoOnWith(TrainingOptions options)
    {
        if (options.Seed is not null || options.OutputFolder is not { } path || options.ExistingRun != ExistingRun.Resume || !Directory.Exists(path))
            return null;
        using var folder = Open(path);
        if (folder.Last() is not var (state, tensors))
            return null;
        tensors.Dispose();
        return int.TryParse(state.Settings.GetValueOrDefault(RunSettings.Seed), NumberStyles.Integer, CultureInfo.InvariantCulture, out int seed) ? seed : null;
    }

    /// <summary>Forgets the run that is in the folder.</summary>
    public void Clear()
    {
        foreach (var file in s_reports.SelectMany(pattern => Directory.GetFiles(_path, pattern)).Concat(Checkpoints("(last|(best|epoch)-[0-9]{4,})")))
            File.Delete(file);
    }

    /// <summary>Where the run in the folder was, with its tensors; null when there is none.</summary>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public (RunState State, SafetensorsFile Tensors)? Last()
    {
        var path = Path.Combine(_path, TrainingFiles.Last);
        if (!File.Exists(path))
            return null;
        var file = SafetensorsFile.Open(path);
        try
        {
            return (RunState.FromJson(file.Metadata[StateKey]), file);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException)
        {
            file.Dispose();
            throw new InvalidDataException($"{path} is not where a training stopped ({e.Message}). Remove it to start anew.", e);
        }
    }

    /// <summary>The weights of the best epoch.</summary>
    public SafetensorsFile Best(int epoch) => SafetensorsFile.Open(BestPath(epoch));

    /// <exception cref="IOException">The disk is full, or the folder is gone; what was there before is still whole.</exception>
    public void Save(RunState state, IEnumerable<KeyValuePair<string, Tensor>> tensors, int keep = 1)
    {
        WriteState(TrainingFiles.Last, state, tensors);
        // Only now does nothing refer to an older best, but for epochs that can be gone back to.
        var wanted = state.History.TakeLast(keep > 1 ? keep : 0)
            .Select(kept => state.History.LastOrDefault(epoch => epoch.IsBest && epoch.Epoch <= kept.Epoch)?.Epoch ?? 0)
            .Append(state.BestEpoch).Select(BestPath).ToHashSet();
        foreach (var file in Checkpoints("best-[0-9]{4,}").Where(file => !wanted.Contains(file)))
            File.Delete(file);
    }

    /// <summary>Saves where the training is after an epoch under the epoch's own name, and forgets all but the newest of those.</summary>
    /// <exception cref="IOException">The disk is full, or the folder is gone; what was there before is still whole.</exception>
    public void SaveEpoch(RunState state, IEnumerable<KeyValuePair<string, Tensor>> tensors, int keep)
    {
        if (keep > 1)
            WriteState(EpochFile(state.Epoch), state, tensors);
        var wanted = Enumerable.Range(0, keep > 1 ? keep : 0).Select(back => Path.Combine(_path, EpochFile(state.Epoch - back))).ToHashSet();
        foreach (var file in Checkpoints("epoch-[0-9]{4,}").Where(file => !wanted.Contains(file)))
            File.Delete(file);
    }

    /// <exception cref="IOException">The disk is full, or the folder is gone; what was there before is still whole.</exception>
    public void SaveBest(int epoch, IEnumerable<KeyValuePair<string, Tensor>> weights, IReadOnlyDictionary<string, string>? metadata = null)
        => Write(BestPath(epoch), weights, metadata);

    public void Dispose() => _lock.Dispose();

    private void WriteState(string name, RunState state, IEnumerable<KeyValuePair<string, Tensor>> tensors)
        => Write(Path.Combine(_path, name), tensors, new Dictionary<string, string> { [StateKey] = state.ToJson() });

    /// <summary>Files that runs write, whole or not, and no others: a user's own weights may be in the same folder.</summary>
    private string[] Checkpoints(string name)
        => [.. Directory.GetFiles(_path, "*.safetensors*").Where(file => Regex.IsMatch(Path.GetFileName(file), $@"^{name}\.safetensors({WholeFile.Unfinished})?$"))];

    private static string EpochFile(int epoch) => $"epoch-{epoch:0000}.safetensors";

    private string BestPath(int epoch) => Path.Combine(_path, TrainingFiles.Best(epoch));

    private static void Write(string path, IEnumerable<KeyValuePair<string, Tensor>> tensors, IReadOnlyDictionary<string, string>? metadata)
    {
        try
        {
            SafetensorsWriter.Write(path, tensors, metadata);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"The checkpoint {path} cannot be written: {e.Message} The one before it is still whole; free some space and start the training again with the same OutputFolder to go on from there.", e);
        }
    }
}
