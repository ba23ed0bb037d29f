using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.ML.Runtime;
using Microsoft.ML.VisionTransformers.Architectures;
using Microsoft.ML.VisionTransformers.Classification;
using Microsoft.ML.VisionTransformers.Modules;
using Microsoft.ML.VisionTransformers.Scoring;
using Microsoft.ML.VisionTransformers.Weights;
using Microsoft.ML.VisionTransformers.Weights.Export;

namespace Microsoft.ML.VisionTransformers.Pretraining;

/// <summary>
/// A pretrained model in the archive of <c>mlContext.Model.Save</c>: <c>model.json</c> (architecture, preprocessing, columns) and
/// <c>weights.safetensors</c>, encoder and decoder: a checkpoint, zipped or not, that classifiers are fine-tuned from.
/// </summary>
internal static class MaskedArchive
{
    private static readonly ArchiveKind s_kind = new("VITMASKD", 1);

    public static void Save(ModelSaveContext context, MaskedParts parts, Type loader, string loaderSignature)
    {
        var scorer = parts.Scorer;
        var json = new JsonObject
        {
            ["architecture"] = JsonNode.Parse(parts.Architecture.ToJson()),
            ["columns"] = JsonSerializer.SerializeToNode(parts.Columns),
            ["pooling"] = scorer.Pooling.ToString(),
            ["scoringMasks"] = scorer.Masks,
            ["skipBadImages"] = scorer.SkipBadImages,
            ["scoringBatchSize"] = scorer.BatchSize,
        };
        var metadata = new ModelMetadata(parts.Architecture, ClassNames: null).Write();
        ModelArchive.Save(context, s_kind, loader, loaderSignature, json, (SavedModelTensors.EntryName, stream => scorer.Lease.Use(network =>
        {
            SafetensorsWriter.Write(stream, network.state_dict(), metadata);
            return true;
        })));
    }

    public static MaskedParts Load(IHostEnvironment environment, object context)
    {
        var (json, files) = ModelArchive.Load(context, s_kind);
        var architecture = VisionArchitecture.FromJson(json["architecture"]!.ToJsonString());
        var columns = json["columns"].Deserialize<MaskedColumns>()!;
        var (network, device) = NetworkArchive.Load<MaskedNetwork>(environment, architecture.Configuration, files);
        try
        {
            return new MaskedParts(
                new MaskedScorer(network, architecture.Preprocessing, device)
                {
                    Pooling = Enum.Parse<EmbeddingPooling>((string)json["pooling"]!),
                    WithLoss = columns.Loss is not null,
                    WithReconstruction = columns.Reconstruction is not null,
                    Masks = (int)json["scoringMasks"]!,
                    BatchSize = (int)json["scoringBatchSize"]!,
                    SkipBadImages = (bool)json["skipBadImages"]!,
                },
                architecture, columns);
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }
}
