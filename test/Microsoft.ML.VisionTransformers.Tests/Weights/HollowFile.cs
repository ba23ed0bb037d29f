using System.Text.Json.Nodes;
using Fuzz.Samples;
using TorchSharp;
using Microsoft.ML.VisionTransformers.Architectures;
using Microsoft.ML.VisionTransformers.Modules;
using Microsoft.ML.VisionTransformers.Weights;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Tests.Weights;

/// <summary>A file with the names and shapes of a published network, whose numbers take no room: no byte of them was ever written.</summary>
internal static class HollowFile
{
    /// <param name="path">The file.</param>
    /// <param name="architecture">Name in the registry.</param>
    /// <param name="naming">Whose names; null for ours.</param>
    public static string Write(string path, string architecture, KeyMap? naming = null)
    {
        using var scope = NewDisposeScope();
        using var deferred = DeferredInitialization.Begin();
        using var network = NetworkFactory.Create(ArchitectureRegistry.Find(architecture).Configuration);
        var tensors = naming?.Export(network.state_dict()) ?? network.state_dict();
        var header = new JsonObject();
        long end = 0;
        foreach (var (name, tensor) in tensors)
        {
            header[name] = new JsonObject
            {
                ["dtype"] = "F32",
                ["shape"] = new JsonArray([.. tensor.shape.Select(side => (JsonNode)side)]),
                ["data_offsets"] = new JsonArray(end, end += 4 * tensor.numel()),
            };
        }
        using var file = new FileStream(path, FileMode.Create);
        file.Write(Checkpoints.Safetensors(header.ToJsonString(), []));
        file.SetLength(file.Length + end);
        return path;
    }
}
