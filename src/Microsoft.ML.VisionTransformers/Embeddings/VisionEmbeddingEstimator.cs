using Microsoft.ML.Runtime;
using Microsoft.ML.VisionTransformers.Architectures;
using Microsoft.ML.VisionTransformers.Classification;
using Microsoft.ML.VisionTransformers.Data;
using Microsoft.ML.VisionTransformers.Images;
using Microsoft.ML.VisionTransformers.Interop;
using Microsoft.ML.VisionTransformers.Modules;
using Microsoft.ML.VisionTransformers.Scoring;
using Microsoft.ML.VisionTransformers.Weights;
using Microsoft.ML.VisionTransformers.Weights.Hub;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Embeddings;

/// <summary>
/// Turns images into vectors by a network of any family, without its classifier: features for ML.NET's own trainers, clusterings and projections.
/// Fitting loads the network; nothing is trained, and of the data only the columns are looked at.
/// </summary>
public sealed class VisionEmbeddingEstimator : IEstimator<VisionEmbeddingTransformer>
{
    private readonly IHost _host;
    private readonly Options _options;

    internal VisionEmbeddingEstimator(IHostEnvironment environment, Options options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        _options = options.Copy();
        _host = environment.Register(nameof(VisionEmbeddingEstimator));
    }

    /// <summary>Loads the network.</summary>
    /// <exception cref="ArgumentException">The column is missing or holds no images, there is no such architecture, or it has no class token and that was asked for.</exception>
    /// <exception cref="FileNotFoundException">There are no such weights.</exception>
    /// <exception cref="CheckpointFormatException">The weights are in a file that is damaged, or of a format that is not read.</exception>
    /// <exception cref="CheckpointMismatchException">The weights are not of the architecture; the message lists what differs.</exception>
    /// <exception cref="HubException">The weights are to come from the model hub, and can't be had.</exception>
    /// <exception cref="ObjectDisposedException">The classifier that was to be shared is disposed.</exception>
    public VisionEmbeddingTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        ImageColumn.Find(input.Schema, _options.Input);
        using var channel = _host.Start("Loading");
        using var watch = new CancellationWatch(_host, _options.CancellationToken);
        var (network, device, architecture) = _options.Classifier is { } classifier ? classifier.Share() : Load(channel, watch.Token);
        try
        {
            watch.ThrowIfContextCanceled();
            var scorer = new VisionEmbeddingScorer(network, device, architecture.Preprocessing, _options.Pooling, _options.Normalize)
            {
                BatchSize = _options.ScoringBatchSize, SkipBadImages = _options.SkipBadImages,
            };
            return new VisionEmbeddingTransformer(scorer, architecture, _options.Input, _options.OutputColumnName);
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }

    /// <summary>Adds a vector of known size to a shape; checks that images are there.</summary>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        ImageColumn.Check(inputSchema, _options.Input);
        return ScoreShapes.WithVector(inputSchema, _options.OutputColumnName);
    }

    private (Lease<VisionNetwork>, Device, VisionArchitecture) Load(IChannel channel, CancellationToken token)
    {
        var device = ComputeDevice.Choose(_host, channel.Warn);
        using var choice = ModelChoice.Of(_options.Choice, channel.Say, token, forFeatures: true);
        var network = choice.CreateNetwork(0, _options.Choice, 0, channel.Say, channel.Warn).to(device);
        return (new Lease<VisionNetwork>(BatchScorer<VisionNetwork>.Freeze(network)), device, choice.Architecture with { Configuration = network.Configuration });
    }

    /// <summary>Settings of <see cref="VisionEmbeddingEstimator"/>.</summary>
    public sealed class Options
    {
        /// <summary>Column of vectors to add. Default <c>Embedding</c>.</summary>
        public string OutputColumnName = "Embedding";

        /// <summary>
        /// Column of images: paths (text), encoded files (<c>VBuffer&lt;byte&gt;</c>) or <c>MLImage</c>. Default null: <see cref="OutputColumnName"/>, which is
        /// then replaced, as everywhere in ML.NET.
        /// </summary>
        public string? InputColumnName;

        /// <summary>Name or alias in the <see cref="ArchitectureRegistry"/>. Default null: the one that <see cref="Weights"/> were made for.</summary>
        public string? Architecture;

        /// <summary>An architecture of your own sizes, instead of one by name. Default null.</summary>
        public VisionArchitecture? CustomArchitecture;

        /// <summary>
        /// The weights, as any trainer takes them: file, folder, model on the hub, or <c>pretrained</c>. Those of masked pretraining and of CLIP give their image
        /// encoder. Default null: <see cref="Classifier"/> is used. Random weights, for comparisons, are what an architecture alone gives.
        /// </summary>
        public string? Weights;

        /// <summary>A trained classifier, whose network is shared: the features behind its decisions. Default null.</summary>
        public ImageClassificationTransformer? Classifier;

        /// <summary>What becomes the embedding. Default what the network's own classifier gets.</summary>
        public EmbeddingPooling Pooling = EmbeddingPooling.Pooled;

        /// <summary>Whether vectors get length 1. Default false: trainers, clusterings and projections take them as they are; nearest neighbours don't care.</summary>
        public bool Normalize;

        /// <summary>How images are prepared. Default null: as the weights' publisher did, or the architecture's row says. Saved with the model.</summary>
        public ImagePreprocessing? Preprocessing;

        /// <summary>Whether the moving average (EMA) is taken that training kept beside the weights. Default false.</summary>
        public bool EmaWeights;

        /// <summary>Where named weights are downloaded from and kept. Default null: as the environment variables of HuggingFace's tools say.</summary>
        public HubOptions? Hub;

        /// <summary>Images given to the network at once. Default 32: larger gains little on a CPU, and each batch is in memory twice.</summary>
        public int ScoringBatchSize = 32;

        /// <summary>Whether an image that can't be read gets NaN for its vector, rather than an exception. Default false.</summary>
        public bool SkipBadImages;

        /// <summary>Stops a download. Default: nothing does.</summary>
        public CancellationToken CancellationToken;

        internal string Input => InputColumnName ?? OutputColumnName;

        internal ImageClassificationOptions Choice => new VisionTransformerTrainer.Options
        {
            Architecture = Architecture, CustomArchitecture = CustomArchitecture, Weights = Weights, Preprocessing = Preprocessing, EmaWeights = EmaWeights, Hub = Hub,
        };

        internal Options Copy()
        {
            var copy = (Options)MemberwiseClone();
            copy.Hub = Hub?.Copy();
            return copy;
        }

        /// <exception cref="ArgumentException">Settings are missing, contradict each other or are outside their range.</exception>
        internal void Check()
        {
            if (string.IsNullOrWhiteSpace(OutputColumnName) || InputColumnName is not null && string.IsNullOrWhiteSpace(InputColumnName))
                throw new ArgumentException("The name of a column is empty.");
            if (Classifier is null && string.IsNullOrEmpty(Weights) && string.IsNullOrEmpty(Architecture) && CustomArchitecture is null)
                throw new ArgumentException("Name the network: Weights is a file, a folder or a model on the hub, or Classifier a trained model.");
            if (Classifier is not null && (Weights, Architecture, CustomArchitecture, Preprocessing, EmaWeights) != (null, null, null, null, false))
                throw new ArgumentException("Classifier brings its network and preprocessing along; leave the settings of others out.");
            if (!Enum.IsDefined(Pooling))
                throw new ArgumentOutOfRangeException(nameof(Pooling), Pooling, "There is no such pooling.");
            if (ScoringBatchSize < 1)
                throw new ArgumentOutOfRangeException(nameof(ScoringBatchSize), ScoringBatchSize, $"{nameof(ScoringBatchSize)} has to be at least 1.");
            Hub?.Validate();
        }
    }
}
