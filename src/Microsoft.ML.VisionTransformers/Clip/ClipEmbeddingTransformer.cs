using System.Text.Json.Nodes;
using Microsoft.ML.Runtime;
using Microsoft.ML.VisionTransformers.Scoring;

namespace Microsoft.ML.VisionTransformers.Clip;

/// <summary>Adds a column of CLIP's vectors, <c>Vector&lt;Single, EmbeddingDim&gt;</c>: ML.NET's own trainers, clusterings and projections take it as features.</summary>
/// <inheritdoc cref="ScoringTransformer" path="/remarks"/>
public abstract class ClipEmbeddingTransformer : ClipModelTransformer
{
    private static readonly ArchiveKind s_kind = new("VITCLIPE", 1);

    private protected ClipEmbeddingTransformer(ClipEmbeddingScorer scorer, string input, string output) : base(scorer.Lease)
        => (Scorer, InputColumnName, OutputColumnName) = (scorer, input, output);

    /// <summary>Column that images or texts are taken from.</summary>
    public string InputColumnName { get; }

    /// <summary>Column of vectors that is added.</summary>
    public string OutputColumnName { get; }

    /// <summary>Whether vectors have length 1.</summary>
    public bool Normalize => Scorer.Normalize;

    /// <summary>Rows given to the network at once where there are many. At least 1.</summary>
    public int ScoringBatchSize
    {
        get => Scorer.BatchSize;
        set => Scorer.BatchSize = value;
    }

    private protected ClipEmbeddingScorer Scorer { get; }

    private protected abstract string Signature { get; }

    private protected abstract InputColumn Input(DataViewSchema schema);

    private protected override ScoringMapper CreateMapper(DataViewSchema input) =>
        new(input, Input(input), Scorer, [ScoredColumn.OfVector(OutputColumnName, EmbeddingDim)]);

    private protected override void Save(ModelSaveContext context)
    {
        var json = new JsonObject
        {
            ["input"] = InputColumnName,
            ["output"] = OutputColumnName,
            ["normalize"] = Normalize,
            ["skipBadImages"] = Scorer.SkipBadImages,
            ["scoringBatchSize"] = Scorer.BatchSize,
        };
        Clip.Use(model =>
        {
            ClipArchive.Describe(model, json);
            ModelArchive.Save(context, s_kind, GetType(), Signature, json, ClipArchive.Files(model));
            return true;
        });
    }

    private protected static (ClipEmbeddingScorer Scorer, string Input, string Output) Load(IHostEnvironment environment, object context, bool ofImages)
    {
        var (json, files) = ModelArchive.Load(context, s_kind);
        var scorer = new ClipEmbeddingScorer(new Lease<ClipModel>(ClipArchive.Load(environment, json, files)), (bool)json["normalize"]!, ofImages)
        {
            BatchSize = (int)json["scoringBatchSize"]!, SkipBadImages = (bool)json["skipBadImages"]!,
        };
        return (scorer, (string)json["input"]!, (string)json["output"]!);
    }
}
