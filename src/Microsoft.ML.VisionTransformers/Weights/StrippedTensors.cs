using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Weights;

/// <summary>
/// Tensors under the names that they had before a wrapper put its own before every one of them: PyTorch's data parallelism, its compiler and
/// its averaged models do. What a wrapper counts beside them is left out.
/// </summary>
internal sealed class StrippedTensors : ITensorSource
{
    private static readonly string[] s_wrappers = ["module.", "_orig_mod."];

    // torch.optim.swa_utils.AveragedModel, which torchvision's training keeps as model_ema: how many times it has averaged.
    private const string Counter = "n_averaged";

    private readonly ITensorSource _tensors;

    private StrippedTensors(ITensorSource tensors, string prefix)
    {
        _tensors = tensors;
        Prefix = prefix;
        Entries = tensors.Entries.Where(pair => pair.Key != Counter).ToDictionary(pair => pair.Key[prefix.Length..], pair => pair.Value);
    }

    /// <summary>What every name had before it, such as <c>module._orig_mod.</c>.</summary>
    public string Prefix { get; }

    public string Format => _tensors.Format;

    public string? Container => _tensors.Container;

    public IReadOnlyDictionary<string, string> Metadata => _tensors.Metadata;

    public IReadOnlyDictionary<string, TensorEntry> Entries { get; }

    /// <summary>The same tensors without wrappers' prefixes; the very same when not every name has one.</summary>
    public static ITensorSource Strip(ITensorSource tensors)
    {
        var prefix = "";
        var names = tensors.Entries.Keys.Where(name => name != Counter).ToList();
        while (names.Count > 0 && Array.Find(s_wrappers, wrapper => names.TrueForAll(name => HasAt(name, prefix.Length, wrapper))) is { } found)
            prefix += found;
        return prefix.Length == 0 ? tensors : new StrippedTensors(tensors, prefix);
    }

    public Tensor Load(string name) => _tensors.Load(Prefix + name);

    public void Read(string name, Tensor target) => _tensors.Read(Prefix + name, target);

    public void Dispose() => _tensors.Dispose();

    private static bool HasAt(string name, int at, string wrapper) => string.CompareOrdinal(name, at, wrapper, 0, wrapper.Length) == 0;
}
