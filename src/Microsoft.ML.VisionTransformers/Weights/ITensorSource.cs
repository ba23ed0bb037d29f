using System.Collections.ObjectModel;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Weights;

/// <summary>Named tensors in a file or several; nothing is read before it is asked for.</summary>
internal interface ITensorSource : IDisposable
{
    /// <summary>What kind of file it is, for people, such as <c>safetensors</c> or <c>PyTorch zip archive</c>.</summary>
    string Format { get; }

    /// <summary>Where in the file the tensors were found, such as <c>model</c> in a training checkpoint; null when it holds nothing else.</summary>
    string? Container { get; }

    IReadOnlyDictionary<string, TensorEntry> Entries { get; }

    /// <summary>What the writer noted beside the tensors; formats other than safetensors have no place for it.</summary>
    IReadOnlyDictionary<string, string> Metadata => ReadOnlyDictionary<string, string>.Empty;

    /// <summary>Reads one tensor into memory of its own, in the type that the file has.</summary>
    /// <exception cref="CheckpointFormatException">It isn't there, or not as the file says.</exception>
    Tensor Load(string name);

    /// <summary>Reads one tensor into another of its shape, whose type its numbers take on.</summary>
    /// <exception cref="CheckpointFormatException">It isn't there, or not as the file says.</exception>
    void Read(string name, Tensor target);
}
