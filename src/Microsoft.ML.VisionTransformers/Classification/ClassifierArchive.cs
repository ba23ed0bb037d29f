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
/// A classifier in the archive of <c>mlContext.Model.Save</c>: <c>model.json</c> (architecture, preprocessing, classes, columns) and
/// <c>weights.safetensors</c>, which is a checkpoint, zipped or not.
/// </summary>
internal static class ClassifierArchive
{
    private static readonly ArchiveKind s_kind = new("VITMODEL", 1);

    public static void Save(ModelSaveContext context, ClassifierParts parts, Type loader, string loaderSignature)
    {
        var json = new JsonObject
        {
            ["architecture"] = JsonNode.Parse(parts.Architecture.ToJson()),
            ["classes"] = parts.Classes.ToJson(),
            ["columns"] = JsonSerializer.SerializeToNode(parts.Columns),
            ["skipBadImages"] = parts.Scorer.SkipBadImages,
            ["testTimeFlip"] = parts.Scorer.TestTimeFlip,
            ["scoringBatchSize"] = parts.Scorer.BatchSize,
        };
        ModelArchive.Save(context, s_kind, loader, loaderSignature, json, (SavedModelTensors.EntryName, stream => parts.Scorer.Lease.Use(network =>
        {
            var metadata = new ModelMetadata(parts.Architecture with { Configuration = network.Configuration }, parts.OutputNames).Write();
            SafetensorsWriter.Write(stream, network.state_dict(), metadata);
            return true;
        })));
    }

    public static ClassifierParts Load(IHostEnvironment environment, object context)
    {
        var (json, files) = ModelArchive.Load(context, s_kind);
        var architecture = VisionArchitecture.FromJson(json["architecture"]!.ToJsonString());
        var classes = LabelNames.FromJson(json["classes"]!.AsObject());
        var (network, device) = NetworkArchive.Load(environment, architecture.Classifier, files);
        try
        {
            return new ClassifierParts(
                new NetworkScorer(network, architecture.Preprocessing, device)
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
