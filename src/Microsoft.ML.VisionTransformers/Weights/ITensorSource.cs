using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Weights;

/// <summary>Named tensors in a file or several; nothing is read before it is asked for.</summary>
internal interface ITensorSource : IDisposable
{
    IReadOnlyDictionary<string, TensorEntry> Entries { get; }

    /// <summary>Reads one tensor into memory of its own.</summary>
    Tensor Load(string name);
}
