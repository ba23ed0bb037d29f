using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Weights.PyTorch;

/// <summary>The tensors that a file of torch holds under names; each is read from where its storage is.</summary>
internal sealed class TorchTensors : ITensorSource
{
    // What a view may repeat of a small storage before it is no longer believed.
    private const long MaxRepeated = 64L << 20;

    private readonly ByteSource _file;
    private readonly StateDict _tensors;
    private (StoredBytes Bytes, MemoryBytes Inflated)? _lastInflated;

    public TorchTensors(string format, ByteSource file, StateDict tensors)
    {
        Format = format;
        _file = file;
        _tensors = tensors;
        Entries = tensors.Tensors.ToDictionary(pair => pair.Key, pair => new TensorEntry(pair.Value.Type.Name, pair.Value.Shape));
    }

    public string Format { get; }

    public string? Container => _tensors.Container;

    public IReadOnlyDictionary<string, TensorEntry> Entries { get; }

    public Tensor Load(string name)
    {
        var found = Find(name);
        if (!found.IsContiguous)
            return Gather(name, found);
        var tensor = empty(found.Shape, found.Type.Torch);
        Fill(tensor, found);
        return tensor;
    }

    public void Read(string name, Tensor target)
    {
        var found = Find(name);
        if (found.IsContiguous && TensorFilling.Fits(found.Type, target))
            Fill(target, found);
        else
            TensorFilling.Convert(Load(name), target);
    }

    public void Dispose()
    {
        _lastInflated?.Inflated.Dispose();
        _file.Dispose();
    }

    private TorchTensor Find(string name)
    {
        if (_tensors.Tensors.TryGetValue(name, out var tensor))
            return tensor;
        throw new CheckpointFormatException(_tensors.Unreadable.TryGetValue(name, out var origin)
            ? $"'{name}' is made by {origin}, which is not known here and is not run; save it as a plain tensor."
            : $"it has no tensor '{name}'.");
    }

    private void Fill(Tensor target, TorchTensor found)
    {
        if (found.Count == 0)
            return;
        var (source, offset) = Locate(found);
        TensorFilling.Fill(target, found.Type, source, offset);
    }

    /// <summary>A transposed, sliced or expanded tensor: everything from its first to its last element, then those that are its own.</summary>
    private Tensor Gather(string name, TorchTensor found)
    {
        if ((Int128)found.Count * found.Type.Size > Math.Max(MaxRepeated, found.Extent * found.Type.Size))
            throw new CheckpointFormatException($"'{name}' repeats {found.Extent} numbers {found.Count / found.Extent} times.");
        using var scope = NewDisposeScope();
        var (source, offset) = Locate(found);
        var extent = empty([found.Extent], found.Type.Torch);
        TensorFilling.Fill(extent, found.Type, source, offset);
        return extent.as_strided(found.Shape, found.Strides, 0).clone().contiguous().MoveToOuterDisposeScope();
    }

    private (ByteSource Source, long Offset) Locate(TorchTensor tensor)
    {
        var stored = tensor.Storage.Bytes!;
        var offset = tensor.Storage.Start * tensor.Storage.Type.Size + tensor.Offset * tensor.Type.Size;
        return stored.Deflated ? (Inflate(stored), offset) : (_file, stored.Offset + offset);
    }

    /// <summary>A compressed storage, kept until the next is asked for: the views of it usually follow each other.</summary>
    private MemoryBytes Inflate(StoredBytes stored)
    {
        lock (_tensors)
        {
            if (_lastInflated is not { } last || last.Bytes != stored)
                _lastInflated = last = (stored, Inflation.Take(_file, stored));
            return last.Inflated;
        }
    }
}
