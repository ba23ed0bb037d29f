using System.Text.Json.Nodes;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.VisionTransformers.Architectures;
using Microsoft.ML.VisionTransformers.Classification;
using Microsoft.ML.VisionTransformers.Images;
using Microsoft.ML.VisionTransformers.Modules;
using Microsoft.ML.VisionTransformers.Scoring;
using Microsoft.ML.VisionTransformers.Weights;
using Microsoft.ML.VisionTransformers.Weights.Export;
using TorchSharp;

namespace Microsoft.ML.VisionTransformers.Embeddings;

/// <summary>
/// Adds a column of image embeddings: <c>Vector&lt;Single, D&gt;</c>, or <c>Vector&lt;Single, tokens, D&gt;</c> where all tokens are kept.
/// </summary>
/// <inheritdoc cref="ScoringTransformer" path="/remarks"/>
public sealed class VisionEmbeddingTransformer : ScoringTransformer
{
    internal const string LoaderSignature = "VisionEmbedding";
    private static readonly ArchiveKind s_kind = new("VITEMBED", 1);

    private readonly VisionEmbeddingScorer _scorer;
    private readonly VisionArchitecture _architecture;

    internal VisionEmbeddingTransformer(VisionEmbeddingScorer scorer, VisionArchitecture architecture, string input, string output)
        => (_scorer, _architecture, InputColumnName, OutputColumnName) = (scorer, architecture, input, output);

    /// <summary>Name of the network's architecture.</summary>
    public string Architecture => _architecture.Name;

    /// <summary>How an image becomes the network's input.</summary>
    public ImagePreprocessing Preprocessing => _scorer.Preprocessing;

    /// <summary>Column that images are taken from.</summary>
    public string InputColumnName { get; }

    /// <summary>Column of vectors that is added.</summary>
    public string OutputColumnName { get; }

    /// <summary>What becomes the embedding.</summary>
    public EmbeddingPooling Pooling => _scorer.Pooling;

    /// <summary>Whether vectors have length 1.</summary>
    public bool Normalize => _scorer.Normalize;

    /// <summary>Numbers of an embedding, those of all tokens together where all are kept.</summary>
    public int EmbeddingDim => _scorer.ValuesPerRow;

    /// <summary>Whether an image that can't be read gets NaN for its vector. Off, it throws an exception that names the row and file.</summary>
    public bool SkipBadImages
    {
        get => _scorer.SkipBadImages;
        set => _scorer.SkipBadImages = value;
    }

    /// <summary>Images given to the network at once where there are many. At least 1.</summary>
    public int ScoringBatchSize
    {
        get => _scorer.BatchSize;
        set => _scorer.BatchSize = value;
    }

    private protected override ScoringMapper CreateMapper(DataViewSchema input) => new(
        input, InputColumn.OfImages(input, InputColumnName, Preprocessing), _scorer, [ScoredColumn.OfVector(OutputColumnName, _scorer.Sides)]);

    private protected override void Save(ModelSaveContext context)
    {
        var json = new JsonObject
        {
            ["architecture"] = JsonNode.Parse(_architecture.ToJson()),
            ["input"] = InputColumnName,
            ["output"] = OutputColumnName,
            ["pooling"] = Pooling.ToString(),
            ["normalize"] = Normalize,
            ["skipBadImages"] = SkipBadImages,
            ["scoringBatchSize"] = ScoringBatchSize,
        };
        _scorer.Lease.Use(network =>
        {
            ModelArchive.Save(context, s_kind, GetType(), LoaderSignature, json,
                (SavedModelTensors.EntryName, stream => SafetensorsWriter.Write(stream, network.state_dict(), new ModelMetadata(_architecture, null).Write())));
            return true;
        });
    }

    private protected override void DisposeScorer() => _scorer.Dispose();

    // Found by ML.NET by its name and parameters, when a saved model is loaded.
    private static VisionEmbeddingTransformer Create(IHostEnvironment env, object ctx)
    {
        var (json, files) = ModelArchive.Load(ctx, s_kind);
        var architecture = VisionArchitecture.FromJson(json["architecture"]!.ToJsonString());
        var (network, device) = NetworkArchive.Load(env, architecture.Classifier, files);
        try
        {
            var scorer = new VisionEmbeddingScorer(new Lease<VisionNetwork>(BatchScorer<VisionNetwork>.Freeze(network)), device, architecture.Preprocessing,
                Enum.Parse<EmbeddingPooling>((string)json["pooling"]!), (bool)json["normalize"]!)
            {
                BatchSize = (int)json["scoringBatchSize"]!, SkipBadImages = (bool)json["skipBadImages"]!,
            };
            return new VisionEmbeddingTransformer(scorer, architecture, (string)json["input"]!, (string)json["output"]!);
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }
}
