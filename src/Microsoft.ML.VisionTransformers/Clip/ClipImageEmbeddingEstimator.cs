using Microsoft.ML.Runtime;
using Microsoft.ML.VisionTransformers.Data;
using Microsoft.ML.VisionTransformers.Interop;
using Microsoft.ML.VisionTransformers.Scoring;

namespace Microsoft.ML.VisionTransformers.Clip;

/// <summary>Turns images into CLIP's vectors, which can be compared with those of texts.</summary>
public sealed class ClipImageEmbeddingEstimator : ClipEstimator<ClipImageEmbeddingTransformer>
{
    internal ClipImageEmbeddingEstimator(IHostEnvironment environment, Options options) : base(environment, options, nameof(ClipImageEmbeddingEstimator))
    {
    }

    private new Options Settings => (Options)base.Settings;

    /// <inheritdoc/>
    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        ImageColumn.Check(inputSchema, Settings.Input);
        return ScoreShapes.WithVector(inputSchema, Settings.OutputColumnName);
    }

    private protected override void CheckInput(DataViewSchema input) => ImageColumn.Find(input, Settings.Input);

    private protected override ClipImageEmbeddingTransformer Create(Lease<ClipModel> clip, DataViewSchema input) => new(
        new ClipEmbeddingScorer(clip, Settings.Normalize, ofImages: true) { BatchSize = Settings.ScoringBatchSize, SkipBadImages = Settings.SkipBadImages },
        Settings.Input, Settings.OutputColumnName);

    /// <summary>Settings of <see cref="ClipImageEmbeddingEstimator"/>.</summary>
    public sealed class Options : ClipEmbeddingOptions
    {
        /// <summary>Whether an image that can't be read gets NaN for its vector, rather than an exception. Default false.</summary>
        public bool SkipBadImages;
    }
}
