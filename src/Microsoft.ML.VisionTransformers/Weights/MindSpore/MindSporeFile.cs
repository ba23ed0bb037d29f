using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Weights.MindSpore;

/// <summary>A checkpoint of MindSpore (<c>.ckpt</c>). Opening finds the tensors, and one is read when it is asked for.</summary>
internal sealed class MindSporeFile : ITensorSource
{
    private readonly ByteSource _file;
    private readonly Dictionary<string, MindSporeTensor> _tensors;

    private MindSporeFile(ByteSource file, Dictionary<string, MindSporeTensor> tensors)
    {
        (_file, _tensors) = (file, tensors);
        Entries = tensors.ToDictionary(pair => pair.Key, pair => new TensorEntry(pair.Value.Type.Name, pair.Value.Shape));
    }

    public string Format => "MindSpore checkpoint";

    public string? Container => null;

    public IReadOnlyDictionary<string, TensorEntry> Entries { get; }

    /// <summary>Finds the tensors of an open file, which stays open as long as this is.</summary>
    /// <exception cref="CheckpointFormatException">The file is not sound; none of its numbers has been read.</exception>
    public static MindSporeFile Open(ByteSource file) => new(file, MindSporeHeader.Read(file));

    public Tensor Load(string name)
    {
        var tensor = _tensors[name];
        var loaded = empty(tensor.Shape, tensor.Type.Torch);
        Fill(loaded, tensor);
        return loaded;
    }

    public void Read(string name, Tensor target)
    {
        var tensor = _tensors[name];
        if (TensorFilling.Fits(tensor.Type, target))
            Fill(target, tensor);
        else
            TensorFilling.Convert(Load(name), target);
    }

    public void Dispose() => _file.Dispose();

    private void Fill(Tensor target, MindSporeTensor tensor)
    {
        if (tensor.Slices is [var (offset, _)])
        {
            TensorFilling.Fill(target, tensor.Type, _file, offset);
            return;
        }
        using var slices = new JoinedBytes(_file, tensor.Slices);
        TensorFilling.Fill(target, tensor.Type, slices, 0);
    }
}
