using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Weights;

/// <summary>Tensors that are in memory already, such as a state dict; they stay the caller's.</summary>
internal sealed class TensorsInMemory(IReadOnlyDictionary<string, Tensor> tensors) : ITensorSource
{
    public string Format => "tensors in memory";

    public string? Container => null;

    public IReadOnlyDictionary<string, TensorEntry> Entries { get; }
        = tensors.ToDictionary(pair => pair.Key, pair => new TensorEntry(pair.Value.dtype.ToString(), pair.Value.shape));

    public Tensor Load(string name) => tensors[name].detach().clone();

    public void Read(string name, Tensor target) => TensorFilling.Convert(tensors[name].detach(), target);

    public void Dispose()
    {
    }
}
