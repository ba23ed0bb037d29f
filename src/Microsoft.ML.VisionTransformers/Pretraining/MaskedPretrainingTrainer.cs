using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.VisionTransformers.Architectures;
using Microsoft.ML.VisionTransformers.Data;
using Microsoft.ML.VisionTransformers.Interop;
using Microsoft.ML.VisionTransformers.Training.Runs;

namespace Microsoft.ML.VisionTransformers.Pretraining;

/// <summary>
/// Learns what images look like from images alone: it hides most patches of each and learns to make them up (He et al., "Masked Autoencoders Are
/// Scalable Vision Learners", 2022). Labels are not needed. What was learnt is an encoder, for embeddings or to be fine-tuned by
/// <c>Trainers.ViT(weights: folder)</c> or <c>Trainers.ConvMae(weights: folder)</c>, where the folder is the training's <c>OutputFolder</c>. What it
/// was given is never changed, so <see cref="Fit"/> may be called again, and gives the same model for the same data and seed.
/// </summary>
public abstract class MaskedPretrainingTrainer : IEstimator<MaskedAutoencoderTransformer>
{
    private readonly IHost _host;
    private readonly MaskedPretrainingOptions _options;
    private readonly int _seed;

    private protected MaskedPretrainingTrainer(IHostEnvironment environment, MaskedPretrainingOptions options, string name)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        _options = options.Copy();
        _host = environment.Register(name);
        // Drawn from the context's own generator, so that MLContext(seed) alone makes training repeatable.
        _seed = options.Seed ?? _host.Rand.Next();
    }

    /// <summary>Trains on the images of a data view.</summary>
    /// <exception cref="ArgumentException">A column is missing or of the wrong type, or there is no such architecture, or it is another family's.</exception>
    /// <exception cref="InvalidOperationException">The set is empty.</exception>
    /// <exception cref="FileNotFoundException">There are no such weights.</exception>
    /// <exception cref="Weights.CheckpointFormatException">The weights are in a file that is damaged, or of a format that is not read.</exception>
    /// <exception cref="Weights.CheckpointMismatchException">The weights are not of the architecture; the message lists what differs.</exception>
    /// <exception cref="Weights.Hub.HubException">The weights are to come from the model hub, and can't be had.</exception>
    /// <exception cref="BadImagesException">More images can't be read than <c>MaxBadImages</c> allows.</exception>
    /// <exception cref="OperationCanceledException">The context was cancelled; or the token was, before there was anything to keep.</exception>
    public MaskedAutoencoderTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        ImageColumn.Find(input.Schema, _options.InputColumnName);
        using var channel = _host.Start("Pretraining");
        using var watch = new CancellationWatch(_host, _options.CancellationToken);
        using var model = MaskedModelChoice.Of(_options, OfFamily, channel.Say, watch.Token);
        return watch.Run(() =>
        {
            var run = new MaskedPretrainingRun(_host, channel, _options, RunFolder.SeedToGoOnWith(_options) ?? _seed, watch);
            var (network, device) = run.Train(model, input);
            return new MaskedAutoencoderTransformer(new MaskedParts(
                new MaskedScorer(network, model.Architecture.Preprocessing, device)
                {
                    Pooling = _options.Pooling,
                    WithLoss = _options.LossColumnName is not null,
                    WithReconstruction = _options.ReconstructionColumnName is not null,
                    Masks = _options.ScoringMasks,
                    BatchSize = _options.ScoringBatchSize,
                    SkipBadImages = _options.SkipBadImages,
                },
                model.Architecture,
                new MaskedColumns(_options.InputColumnName, _options.OutputColumnName, _options.ReconstructionColumnName, _options.LossColumnName)));
        });
    }

    /// <summary>Adds the embedding, and what else was asked for, to a shape; checks that images are there.</summary>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        ImageColumn.Check(inputSchema, _options.InputColumnName);
        return MaskedShapes.WithColumns(inputSchema, _options.OutputColumnName, _options.ReconstructionColumnName, _options.LossColumnName);
    }

    /// <summary>Sizes as those of this trainer's family; null when they are another's.</summary>
    private protected abstract MaskedConfiguration? OfFamily(VisionConfiguration configuration);
}
