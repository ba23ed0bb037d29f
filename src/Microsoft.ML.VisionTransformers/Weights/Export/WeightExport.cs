using System.Text.Json.Nodes;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Weights.Export;

/// <summary>How one network is written for another library: under which names, and with what beside the weights.</summary>
/// <param name="Naming">The library's names.</param>
internal sealed record WeightExport(KeyMap Naming)
{
    /// <summary>The library's <c>config.json</c> but for the classes; null for a library that has none.</summary>
    public JsonObject? Config { get; init; }

    /// <summary>What goes into the header of the file for those who build the model by hand, such as constructor arguments.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();

    /// <summary>Tensors that the library wants in the file and that are no weights, such as tables of indices.</summary>
    public IReadOnlyDictionary<string, Tensor> Buffers { get; init; } = new Dictionary<string, Tensor>();

    /// <summary>In what the library's network will differ a little, a sentence each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
