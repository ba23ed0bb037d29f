using Microsoft.ML.VisionTransformers.Architectures;
using Microsoft.ML.VisionTransformers.Images;
using Microsoft.ML.VisionTransformers.Weights.Export;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Weights;

/// <summary>What loading has to know of a family of networks: its namings, and what may be missing, left over or reshaped.</summary>
internal abstract class CheckpointFamily
{
    /// <summary>The namings in the order in which they are tried; the last is ours.</summary>
    public abstract IReadOnlyList<KeyMap> KeyMaps { get; }

    /// <summary>Those of the namings that a checkpoint's keys show, in the same order.</summary>
    public IEnumerable<KeyMap> NamingsOf(IReadOnlyDictionary<string, TensorEntry> entries)
    {
        var keys = entries.Keys.ToHashSet();
        return KeyMaps.Where(map => map.Recognises(keys));
    }

    /// <summary>
    /// The sizes that a checkpoint has, as far as shapes (by our names) and its configuration tell; null when it is of another family.
    /// </summary>
    public abstract VisionConfiguration? Infer(IReadOnlyDictionary<string, TensorEntry> shapes, KeyMap naming, CheckpointConfig? config);

    /// <summary>The same for families of which some sizes are neither in a shape nor always in a configuration, but in what the weights are called.</summary>
    public virtual VisionConfiguration? Infer(IReadOnlyDictionary<string, TensorEntry> shapes, KeyMap naming, CheckpointConfig? config, string name)
        => Infer(shapes, naming, config);

    /// <summary>
    /// The network that was asked for by name, with the choices that only the checkpoint knows. Input and class count stay as asked; so does all
    /// when the weights are of other sizes, which loading them lists, and by default when there is no configuration.
    /// </summary>
    /// <param name="asked">Of this family.</param>
    /// <param name="found">What <see cref="Infer(IReadOnlyDictionary{string, TensorEntry}, KeyMap, CheckpointConfig)"/> found.</param>
    /// <param name="checkpoint">The checkpoint.</param>
    public virtual VisionConfiguration Refine(VisionConfiguration asked, VisionConfiguration found, Checkpoint checkpoint)
    {
        if (checkpoint.Config is null || !SameSizes(asked, found))
            return asked;
        found = found with { ImageHeight = asked.ImageHeight, ImageWidth = asked.ImageWidth, Channels = asked.Channels };
        return found is ClassifierConfiguration classifier && asked is ClassifierConfiguration wanted
            ? classifier with { NumClasses = wanted.NumClasses } : found;
    }

    /// <summary>Whether two networks, both of this family, have the same widths, depths and patches: what shapes always show.</summary>
    private protected abstract bool SameSizes(VisionConfiguration asked, VisionConfiguration found);

    /// <summary>How images are prepared when neither the checkpoint nor a published architecture of its sizes says.</summary>
    public virtual ImagePreprocessing Preprocessing(VisionConfiguration configuration)
        => new() { Width = configuration.ImageWidth, Height = configuration.ImageHeight, Resize = 0, ResizeMode = ResizeMode.Square };

    /// <summary>Choices that no shape shows, and in which the checkpoint's configuration contradicts the network's; a line each.</summary>
    public virtual IEnumerable<string> Conflicts(VisionConfiguration network, CheckpointConfig config) => [];

    /// <summary>Whether a weight, by our name, belongs to the classifier, which starts anew for other classes.</summary>
    public virtual bool IsHead(string key) => false;

    /// <summary>Whether the network may keep its first value of a weight that the checkpoint lacks.</summary>
    public virtual bool MayBeFresh(string key, IReadOnlyDictionary<string, TensorEntry> shapes, VisionConfiguration network) => IsHead(key);

    /// <summary>Whether a tensor that the network has no place for is one that it can do without.</summary>
    public virtual bool MayBeUnused(string key, VisionConfiguration network) => false;

    /// <summary>How a tensor becomes that of another image size, window or channel count; null when it cannot, or is right as it is.</summary>
    /// <param name="key">Our name.</param>
    /// <param name="from">Shape in the checkpoint.</param>
    /// <param name="to">Shape in the network.</param>
    /// <param name="network">What it is for.</param>
    /// <param name="image">Pixels of the images that the weights were for; null when the checkpoint doesn't say.</param>
    public virtual Func<Tensor, Tensor>? Adapt(
        string key, IReadOnlyList<long> from, IReadOnlyList<long> to, VisionConfiguration network, (int Height, int Width)? image) => null;

    /// <summary>
    /// Weights of a patch projection for colours, of a network for grey images: equal channels make the sum of the responses. Null when the
    /// shapes are not those of the two.
    /// </summary>
    private protected static Func<Tensor, Tensor>? GreyOfColour(IReadOnlyList<long> from, IReadOnlyList<long> to)
        => from is [_, 3, _, _] && to is [_, 1, _, _] && from[0] == to[0] && from[2] == to[2] ? weight => weight.sum([1L], true) : null;

    /// <summary>How a network is written for another library.</summary>
    /// <exception cref="NotSupportedException">The library has no such network; the message says what it lacks.</exception>
    public virtual WeightExport Export(VisionConfiguration network, WeightNaming naming)
        => throw new NotSupportedException($"{naming.Library()} has no {network.Family}: its weights are written under our own names only.");
}
