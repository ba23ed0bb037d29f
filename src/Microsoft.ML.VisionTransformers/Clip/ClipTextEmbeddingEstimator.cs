using Microsoft.ML.Runtime;
using Microsoft.ML.VisionTransformers.Data;
using Microsoft.ML.VisionTransformers.Interop;
using Microsoft.ML.VisionTransformers.Scoring;

namespace Microsoft.ML.VisionTransformers.Clip;

/// <summary>Turns texts into CLIP's vectors, which can be compared with those of images.</summary>
public sealed class ClipTextEmbeddingEstimator : ClipEstimator<ClipTextEmbeddingTransformer>
{
    internal ClipTextEmbeddingEstimator(IHostEnvironment environment, Options options) : base(environment, options, nameof(ClipTextEmbeddingEstimator))
    {
    }

    private new Options Settings => (Options)base.Settings;

    /// <inheritdoc/>
    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        TextsColumn.Check(inputSchema, Settings.Input);
        return ScoreShapes.WithVector(inputSchema, Settings.OutputColumnName);
    }

    private protected override void CheckInput(DataViewSchema input) => TextsColumn.Find(input, Settings.Input);

    private protected override ClipTextEmbeddingTransformer Create(Lease<ClipModel> clip, DataViewSchema input) => new(
        new ClipEmbeddingScorer(clip, Settings.Normalize, ofImages: false) { BatchSize = Settings.ScoringBatchSize }, Settings.Input, Settings.OutputColumnName);

    /// <summary>Settings of <see cref="ClipTextEmbeddingEstimator"/>.</summary>
    public sealed class Options : ClipEmbeddingOptions;
}
