using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Weights;

/// <summary>Tensors that are in memory already, such as a state dict; they stay the caller's.</summary>
internal sealed class TensorsInMemory(IReadOnlyDictionary<string, Tensor> tensors) : ITensorSource
{
    public IReadOnlyDictionary<string, TensorEntry> Entries { get; }
        = tensors.ToDictionary(pair => pair.Key, pair => new TensorEntry(pair.Value.dtype.ToString(), pair.Value.shape));

    public Tensor Load(string name) => tensors[name].detach().clone();

    public void Dispose()
    {
    }
}
