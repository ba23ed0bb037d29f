using Microsoft.ML.VisionTransformers.Architectures;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Weights;

/// <summary>What loading has to know of a family of networks: its namings, and what may be missing, left over or reshaped.</summary>
internal abstract class CheckpointFamily
{
    /// <summary>The namings in the order in which they are tried; the last is ours.</summary>
    public abstract IReadOnlyList<KeyMap> KeyMaps { get; }

    /// <summary>
    /// The sizes that a checkpoint has, as far as shapes (by our names) and its configuration tell; null when it is of another family.
    /// </summary>
    public abstract VisionConfiguration? Infer(IReadOnlyDictionary<string, TensorEntry> shapes, KeyMap naming, CheckpointConfig? config);

    /// <summary>Choices that no shape shows, and in which the checkpoint's configuration contradicts the network's; a line each.</summary>
    public virtual IEnumerable<string> Conflicts(VisionConfiguration network, CheckpointConfig config) => [];

    /// <summary>Whether a weight, by our name, belongs to the classifier, which starts anew for other classes.</summary>
    public virtual bool IsHead(string key) => false;

    /// <summary>Whether the network may keep its first value of a weight that the checkpoint lacks.</summary>
    public virtual bool MayBeFresh(string key, IReadOnlyDictionary<string, TensorEntry> shapes, VisionConfiguration network) => IsHead(key);

    /// <summary>Whether a tensor that the network has no place for is one that it can do without.</summary>
    public virtual bool MayBeUnused(string key, VisionConfiguration network) => false;

    /// <summary>How a tensor becomes that of another image size, window or channel count; null when it cannot, or is right as it is.</summary>
    public virtual Func<Tensor, Tensor>? Adapt(
        string key, IReadOnlyList<long> from, IReadOnlyList<long> to, VisionConfiguration network, CheckpointConfig? config) => null;
}
