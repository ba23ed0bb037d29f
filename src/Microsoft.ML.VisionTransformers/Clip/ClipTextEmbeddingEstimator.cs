using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
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
        var found = inputSchema.Where(c => c.Name == Settings.Input).ToArray();
        if (found.Length == 0)
            throw new ArgumentException($"There is no column '{Settings.Input}' with texts. Columns: {string.Join(", ", inputSchema.Select(c => c.Name))}.");
        if (found[^1] is not { Kind: SchemaShape.Column.VectorKind.Scalar, ItemType: TextDataViewType })
            throw new ArgumentException($"Column '{Settings.Input}' is {found[^1].ItemType}; texts are taken from a column of text.");
        return ScoreShapes.WithVector(inputSchema, Settings.OutputColumnName);
    }

    private protected override void CheckInput(DataViewSchema input) => InputColumn.CheckTexts(input, Settings.Input);

    private protected override ClipTextEmbeddingTransformer Create(Lease<ClipModel> clip, DataViewSchema input) => new(
        new ClipEmbeddingScorer(clip, Settings.Normalize, ofImages: false) { BatchSize = Settings.ScoringBatchSize }, Settings.Input, Settings.OutputColumnName);

    /// <summary>Settings of <see cref="ClipTextEmbeddingEstimator"/>.</summary>
    public sealed class Options : ClipEmbeddingOptions;
}
