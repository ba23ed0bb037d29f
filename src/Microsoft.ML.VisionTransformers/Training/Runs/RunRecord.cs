using System.Diagnostics;
using System.Text.Json.Nodes;
using TorchSharp;
using Microsoft.ML.VisionTransformers.Architectures;
using Microsoft.ML.VisionTransformers.Objectives;
using Microsoft.ML.VisionTransformers.Weights.Export;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Training.Runs;

/// <summary>Keeps a training in its folder, and finds it again.</summary>
internal sealed class RunRecord : IDisposable
{
    private readonly RunFolder _folder;
    private readonly RunCheckpoint _checkpoint;
    private readonly WeightSnapshot _best;
    private readonly TrainingOptions _options;
    private readonly IReadOnlyDictionary<string, string> _settings;
    private readonly JsonObject? _about;
    private readonly RunJournal _journal;
    private long _saved = Stopwatch.GetTimestamp();

    private RunRecord(RunFolder folder, RunCheckpoint checkpoint, WeightSnapshot best, TrainingOptions options, IReadOnlyDictionary<string, string> settings,
        JsonObject? about)
    {
        (_folder, _checkpoint, _best, _options, _settings, _about) = (folder, checkpoint, best, options, settings, about);
        _journal = new RunJournal(options.OutputFolder!);
    }

    public static RunRecord Open(string path, nn.Module network, GradientStep step, IObjective objective, WeightSnapshot best, TrainingOptions options,
        IReadOnlyDictionary<string, string> settings, JsonObject? about)
        => new(RunFolder.Open(path), new RunCheckpoint(network, step, objective), best, options, settings, about);

    /// <summary>Where to go on, with all tensors in their places; the beginning when the folder holds no training.</summary>
    /// <param name="metrics">Names of what is measured after epochs.</param>
    /// <exception cref="InvalidOperationException">The folder holds a training of other settings or images, or one at all and that is refused.</exception>
    public RunState Begin(IReadOnlyList<string> metrics)
    {
        var state = Find();
        _journal.Begin(_settings, _about, _options, state.History, metrics);
        return state;
    }

    private RunState Find()
    {
        if (_options.ExistingRun == ExistingRun.Overwrite)
            _folder.Clear();
        if (_folder.Last() is not var (state, tensors))
            return new RunState();
        using var file = tensors;
        if (_options.ExistingRun == ExistingRun.Refuse)
            throw new InvalidOperationException($"{_options.OutputFolder} holds a training already, at epoch {state.Epoch + 1}. Choose another OutputFolder, or let ExistingRun resume or overwrite it.");
        var differences = RunSettings.Differences(state.Settings, _settings, _options).ToList();
        if (differences.Count > 0)
            throw new InvalidOperationException($"{_options.OutputFolder} holds a training that differs from this one:\n  {string.Join("\n  ", differences)}\nSet them as before to go on with it, choose another OutputFolder, or set ExistingRun to Overwrite.");
        _checkpoint.Restore(file, state);
        if (state.BestEpoch > 0)
        {
            using var best = _folder.Best(state.BestEpoch);
            _best.Take(state.BestEpoch, best);
        }
        return state;
    }

    /// <summary>Whether the last checkpoint is old enough for another.</summary>
    public bool IsDue => Stopwatch.GetElapsedTime(_saved) >= _options.CheckpointInterval;

    public void Save(RunState state)
    {
        using var scope = NewDisposeScope();
        _folder.Save(state with { Settings = _settings }, _checkpoint.Tensors(), _options.KeepCheckpoints);
        _saved = Stopwatch.GetTimestamp();
    }

    /// <summary>Saves the end of an epoch, and as many epochs before it as are wanted.</summary>
    public void SaveEpoch(RunState state)
    {
        using (NewDisposeScope())
            _folder.SaveEpoch(state with { Settings = _settings }, _checkpoint.Tensors(), _options.KeepCheckpoints);
        Save(state); // after the epoch's own file, so that a run that goes on has all of those
        if (state.History.Count > 0 && state.History[^1].Epoch == state.Epoch) // not one that broke off
            _journal.Add(state.History);
    }

    /// <summary>Writes the best weights, before the state that refers to them.</summary>
    public void SaveBest() => _folder.SaveBest(_best.Epoch, _best.Weights, Metadata());

    public void Dispose() => _folder.Dispose();

    /// <summary>Heads, preprocessing and the like, which no shape shows: with them the best weights load as what they are.</summary>
    private Dictionary<string, string>? Metadata()
    {
        var classes = _about?["classes"]?.AsArray().Select(name => (string)name!).ToList();
        return _about?["architecture"] is { } architecture ? new ModelMetadata(VisionArchitecture.FromJson(architecture.ToJsonString()), classes).Write() : null;
    }
}
