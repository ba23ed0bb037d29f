using Microsoft.ML.Runtime;
using Microsoft.ML.VisionTransformers.Data;
using Microsoft.ML.VisionTransformers.Interop;
using Microsoft.ML.VisionTransformers.Scoring;
using Microsoft.ML.VisionTransformers.Training.Runs;

namespace Microsoft.ML.VisionTransformers.Clip.Contrastive;

/// <summary>
/// Trains a CLIP on pairs of images and texts (Radford et al., 2021): from published weights, or from random ones. What it was given is never
/// changed, so <see cref="Fit"/> may be called again and gives the same model for the same data and seed.
/// </summary>
public sealed partial class ClipContrastiveTrainer : IEstimator<ClipContrastiveTransformer>
{
    private readonly IHost _host;
    private readonly Options _options;
    private readonly int _seed;

    internal ClipContrastiveTrainer(IHostEnvironment environment, Options options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        _options = options.Copy();
        _host = environment.Register(nameof(ClipContrastiveTrainer));
        // Drawn from the context's own generator, so that MLContext(seed) alone makes training repeatable.
        _seed = options.Seed ?? _host.Rand.Next();
    }

    /// <summary>Trains on the pairs of a data view.</summary>
    /// <exception cref="ArgumentException">A column is missing or of the wrong type, there is no such architecture, or parts don't fit each other.</exception>
    /// <exception cref="InvalidOperationException">A set is empty or has one image, or too many rows have no text.</exception>
    /// <exception cref="FileNotFoundException">There are no such weights, or no vocabulary.</exception>
    /// <exception cref="NotSupportedException">The weights are of a model that reads texts by another network.</exception>
    /// <exception cref="Weights.CheckpointFormatException">The weights are in a file that is damaged, or of a format that is not read.</exception>
    /// <exception cref="Weights.CheckpointMismatchException">The weights are not of the architecture; the message lists what differs.</exception>
    /// <exception cref="Weights.Hub.HubException">The weights are to come from the model hub, and can't be had.</exception>
    /// <exception cref="BadImagesException">More images can't be read than <c>MaxBadImages</c> allows.</exception>
    /// <exception cref="Training.TrainingDivergedException">The loss became NaN or infinite in the first epoch.</exception>
    /// <exception cref="OperationCanceledException">The context was cancelled; or the token was, before there was anything to keep.</exception>
    public ClipContrastiveTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        ImageColumn.Find(input.Schema, _options.ImageColumnName);
        TextsColumn.Find(input.Schema, _options.TextColumnName);
        using var channel = _host.Start("Training");
        using var watch = new CancellationWatch(_host, _options.CancellationToken);
        return watch.Run(() =>
        {
            var model = new ContrastiveRun(_host, channel, _options, RunFolder.SeedToGoOnWith(_options) ?? _seed, watch).Train(input);
            return new ClipContrastiveTransformer(new Lease<ClipModel>(model), new ContrastiveColumns(_options.ImageColumnName, _options.TextColumnName,
                _options.ImageEmbeddingColumnName, _options.TextEmbeddingColumnName, _options.SimilarityColumnName))
            {
                SkipBadImages = _options.SkipBadImages,
                ScoringBatchSize = _options.ScoringBatchSize,
            };
        });
    }

    /// <summary>Adds the embeddings and their cosine to a shape; checks that images and texts are there.</summary>
    /// <exception cref="ArgumentException">A column is missing or of the wrong type.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        ImageColumn.Check(inputSchema, _options.ImageColumnName);
        TextsColumn.Check(inputSchema, _options.TextColumnName);
        return VectorShapes.With(inputSchema, [_options.ImageEmbeddingColumnName, _options.TextEmbeddingColumnName], _options.SimilarityColumnName);
    }
}
