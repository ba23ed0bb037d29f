using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Microsoft.ML.Runtime;
using Microsoft.ML.VisionTransformers.Architectures;
using Microsoft.ML.VisionTransformers.Classification;
using Microsoft.ML.VisionTransformers.Interop;
using Microsoft.ML.VisionTransformers.Modules;
using Microsoft.ML.VisionTransformers.Scoring;
using Microsoft.ML.VisionTransformers.Weights;
using Microsoft.ML.VisionTransformers.Weights.Export;
using TorchSharp;

namespace Microsoft.ML.VisionTransformers.Clip;

/// <summary>
/// A CLIP in the archive of a transformer: <c>weights.safetensors</c>, which is a checkpoint, the tokenizer's <c>vocab.json</c> and
/// <c>merges.txt</c>, and what <c>model.json</c> says of it.
/// </summary>
internal static class ClipArchive
{
    private static readonly JsonSerializerOptions s_json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase, Converters = { new JsonStringEnumConverter() },
    };

    /// <summary>Adds what is known of it to a description.</summary>
    public static void Describe(ClipModel model, JsonObject json)
    {
        json["architecture"] = JsonNode.Parse(model.Architecture.ToJson());
        json["tokenizer"] = JsonSerializer.SerializeToNode(model.Tokenizer.Options, s_json);
    }

    public static IEnumerable<(string Name, Action<Stream> Write)> Files(ClipModel model) =>
    [
        (SavedModelTensors.EntryName, stream => SafetensorsWriter.Write(stream, model.Network.state_dict(), new ModelMetadata(model.Architecture, null).Write())),
        .. model.Tokenizer.Files,
    ];

    /// <summary>Reads it back, onto the device that the context asks for.</summary>
    /// <exception cref="FormatException">Something is missing, or was changed.</exception>
    public static ClipModel Load(IHostEnvironment environment, JsonObject json, ModelReader files)
    {
        var architecture = VisionArchitecture.FromJson(json["architecture"]!.ToJsonString());
        var options = json["tokenizer"].Deserialize<ClipTokenizerOptions>(s_json)!;
        var tokenizer = ClipTokenizer.Load(name => files.Load(name, stream =>
        {
            var copy = new MemoryStream();
            stream.CopyTo(copy);
            copy.Position = 0;
            return copy;
        }), options);
        var (network, _) = NetworkArchive.Load<ClipNetwork>(environment, architecture.Configuration, files);
        try
        {
            return new ClipModel(BatchScorer<ClipModel>.Freeze(network), tokenizer, architecture);
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }
}
