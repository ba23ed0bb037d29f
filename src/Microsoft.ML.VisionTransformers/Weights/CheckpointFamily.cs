using Microsoft.ML.VisionTransformers.Architectures;
using Microsoft.ML.VisionTransformers.Modules;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Weights;

/// <summary>What loading has to know of a family of networks: its namings, and what may be missing, left over or reshaped.</summary>
internal abstract class CheckpointFamily
{
    public abstract IReadOnlyList<KeyMap> KeyMaps { get; }

    /// <summary>
    /// The sizes that a checkpoint has, as far as shapes (by our names) and its configuration tell; null when it is of another family.
    /// </summary>
    public abstract VisionConfiguration? Infer(IReadOnlyDictionary<string, TensorEntry> shapes, KeyMap naming, CheckpointConfig? config);

    /// <summary>Choices that no shape shows, and in which the checkpoint's configuration contradicts the network; a line each.</summary>
    public abstract IEnumerable<string> Conflicts(VisionNetwork network, CheckpointConfig config);

    /// <summary>Whether the network may keep its first value of a weight that the checkpoint lacks.</summary>
    public abstract bool MayBeFresh(string key, IReadOnlyDictionary<string, TensorEntry> shapes, VisionNetwork network);

    /// <summary>Whether a tensor that the network has no place for is one that it can do without.</summary>
    public abstract bool MayBeUnused(string key, VisionNetwork network);

    /// <summary>How a tensor becomes that of another image size or channel count; null when it cannot, or is right as it is.</summary>
    public abstract Func<Tensor, Tensor>? Adapt(
        string key, IReadOnlyList<long> from, IReadOnlyList<long> to, VisionNetwork network, CheckpointConfig? config);
}
