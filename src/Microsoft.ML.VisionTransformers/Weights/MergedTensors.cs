using System.Collections.ObjectModel;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Weights;

/// <summary>The tensors of a checkpoint that was split over several files.</summary>
internal sealed class MergedTensors : ITensorSource
{
    private readonly IReadOnlyList<ITensorSource> _parts;
    private readonly Dictionary<string, ITensorSource> _owner = [];

    public MergedTensors(IReadOnlyList<ITensorSource> parts)
    {
        _parts = parts;
        var entries = new Dictionary<string, TensorEntry>();
        foreach (var part in parts)
        {
            foreach (var (name, entry) in part.Entries)
            {
                if (!_owner.TryAdd(name, part))
                    throw new CheckpointFormatException($"two of its files hold the tensor '{name}'.");
                entries[name] = entry;
            }
        }
        Entries = entries;
    }

    public string Format => $"sharded {_parts.FirstOrDefault()?.Format ?? "checkpoint"}";

    public string? Container => _parts.FirstOrDefault()?.Container;

    public IReadOnlyDictionary<string, TensorEntry> Entries { get; }

    public IReadOnlyDictionary<string, string> Metadata => _parts.FirstOrDefault()?.Metadata ?? ReadOnlyDictionary<string, string>.Empty;

    public Tensor Load(string name) => _owner[name].Load(name);

    public void Read(string name, Tensor target) => _owner[name].Read(name, target);

    public void Dispose()
    {
        foreach (var part in _parts)
            part.Dispose();
    }
}
