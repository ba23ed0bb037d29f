using TorchSharp;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.ML.Runtime;
using Microsoft.ML.VisionTransformers.Architectures;
using Microsoft.ML.VisionTransformers.Interop;
using Microsoft.ML.VisionTransformers.Scoring;
using Microsoft.ML.VisionTransformers.Modules;
using Microsoft.ML.VisionTransformers.Weights;
using Microsoft.ML.VisionTransformers.Weights.Export;

namespace Microsoft.ML.VisionTransformers.Classification;

/// <summary>
/// A classifier in the archive of <c>mlContext.Model.Save</c>: <c>model.json</c> (architecture, preprocessing, classes, columns, the version
/// of this library) and <c>weights.safetensors</c>, both readable by other programs once unzipped; the latter is a checkpoint, zipped or not. The main stream holds only the
/// format's number.
/// </summary>
internal static class ClassifierArchive
{
    private const string Signature = "VITMODEL";
    private const uint Format = 1;
    private const string Description = "model.json";

    public static void Save(ModelSaveContext context, ClassifierParts parts, Type loader, string loaderSignature)
    {
        var writer = new ModelWriter(context, Signature, Format, loader, loaderSignature);
        writer.Main.Write(Format);
        var json = new JsonObject
        {
            ["format"] = Format,
            ["library"] = typeof(ClassifierArchive).Assembly.GetName().Version!.ToString(3),
            ["architecture"] = JsonNode.Parse(parts.Architecture.ToJson()),
            ["classes"] = parts.Classes.ToJson(),
            ["columns"] = JsonSerializer.SerializeToNode(parts.Columns),
            ["skipBadImages"] = parts.Scorer.SkipBadImages,
            ["testTimeFlip"] = parts.Scorer.TestTimeFlip,
            ["scoringBatchSize"] = parts.Scorer.BatchSize,
        };
        writer.Save(Description, stream =>
        {
            using var utf8 = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
            json.WriteTo(utf8);
        });
        var network = parts.Scorer.Network;
        var metadata = new ModelMetadata(parts.Architecture with { Configuration = network.Configuration }, parts.Classes.Texts).Write();
        writer.Save(SavedModelTensors.EntryName, stream => SafetensorsWriter.Write(stream, network.state_dict(), metadata));
    }

    public static ClassifierParts Load(IHostEnvironment environment, object context)
    {
        var reader = new ModelReader(context);
        var format = reader.Main.ReadUInt32();
        if (format > Format)
            throw new FormatException($"The model has format {format}; this version of the library reads up to {Format}. Update the library.");
        var json = reader.Load(Description, stream => JsonNode.Parse(stream)!.AsObject());
        var architecture = VisionArchitecture.FromJson(json["architecture"]!.ToJsonString());
        var classes = LabelNames.FromJson(json["classes"]!.AsObject());
        using var channel = environment.Register("VisionTransformer").Start("Loading");
        var device = ComputeDevice.Choose(environment, message => channel.Warning(MessageSensitivity.None, "{0}", message));
        using var initialization = DeferredInitialization.Begin();
        var network = NetworkFactory.Create(architecture, classes.Count);
        initialization.Dispose();
        try
        {
            reader.Load(SavedModelTensors.EntryName, stream =>
            {
                CheckpointLoader.LoadExact(stream, network, network.Configuration);
                return true;
            });
            return new ClassifierParts(
                new NetworkScorer(network.to(device), architecture.Preprocessing, device)
                {
                    BatchSize = (int)json["scoringBatchSize"]!,
                    SkipBadImages = (bool)json["skipBadImages"]!,
                    TestTimeFlip = (bool?)json["testTimeFlip"] ?? false, // not in models of the first versions
                },
                architecture, classes, json["columns"].Deserialize<ClassifierColumns>()!);
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }
}
