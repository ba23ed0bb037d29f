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
        using var channel = environment.Register("Clip").Start("Loading");
        var device = ComputeDevice.Choose(environment, message => channel.Warning(MessageSensitivity.None, "{0}", message));
        var tokenizer = ClipTokenizer.Load(name => files.Load(name, stream =>
        {
            var copy = new MemoryStream();
            stream.CopyTo(copy);
            copy.Position = 0;
            return copy;
        }), options);
        using var initialization = DeferredInitialization.Begin();
        var network = (ClipNetwork)NetworkFactory.Create(architecture.Configuration);
        initialization.Dispose();
        try
        {
            files.Load(SavedModelTensors.EntryName, stream =>
            {
                CheckpointLoader.LoadExact(stream, network, architecture.Configuration);
                return true;
            });
            return new ClipModel(network.to(device), tokenizer, architecture);
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }
}
