using Microsoft.ML.VisionTransformers.Architectures;
using Microsoft.ML.VisionTransformers.Classification;
using Microsoft.ML.VisionTransformers.Modules;
using Microsoft.ML.VisionTransformers.Weights;
using Microsoft.ML.VisionTransformers.Weights.Hub;

namespace Microsoft.ML.VisionTransformers.Pretraining;

/// <summary>What is pretrained: a masked autoencoder, how its images are prepared, and the weights it goes on from.</summary>
internal sealed class MaskedModelChoice : IDisposable
{
    // The licence of what facebookresearch/mae publishes; what is trained on from it stays under it.
    private const string NonCommercial = "CC-BY-NC-4.0";

    private readonly MaskedConfiguration _configuration;
    private readonly Checkpoint? _checkpoint;
    private readonly string? _notice;

    private MaskedModelChoice(VisionArchitecture architecture, MaskedConfiguration configuration, Checkpoint? checkpoint)
    {
        _notice = checkpoint is null ? null : LicenceNotice.For(architecture, checkpoint);
        Architecture = architecture with
        {
            Configuration = configuration,
            // Weights of one's own have no licence yet, and are not those that the architecture's row leads to.
            Licence = checkpoint is null ? null : _notice is null ? architecture.Licence : architecture.Licence ?? NonCommercial,
            HubId = checkpoint is null ? null : architecture.HubId,
        };
        _configuration = configuration;
        _checkpoint = checkpoint;
    }

    /// <summary>With the preprocessing that training and scoring use; its configuration is that of a masked autoencoder.</summary>
    public VisionArchitecture Architecture { get; }

    /// <param name="options">The trainer's.</param>
    /// <param name="ofFamily">Sizes as those of the trainer's family; null for another family's.</param>
    /// <param name="info">Told how a download gets on.</param>
    /// <param name="token">Cancels a download.</param>
    /// <exception cref="ArgumentException">There is no such architecture, it is of another family, or the parts don't fit each other.</exception>
    /// <exception cref="FileNotFoundException">There are no such weights.</exception>
    /// <exception cref="CheckpointFormatException">The weights are not sound.</exception>
    /// <exception cref="HubException">The hub does not give out the weights.</exception>
    public static MaskedModelChoice Of(
        MaskedPretrainingOptions options, Func<VisionConfiguration, MaskedConfiguration?> ofFamily, Action<string> info, CancellationToken token)
    {
        var named = options.CustomArchitecture ?? (options.Architecture is { Length: > 0 } name ? ArchitectureRegistry.Find(name) : null);
        var checkpoint = options.Weights is { Length: > 0 } weights
            ? Checkpoint.Open(WeightsLocation.Find(ModelChoice.Published(weights, named, options.DefaultArchitecture), options.Hub, info, token)) : null;
        try
        {
            var architecture = checkpoint is null ? named ?? ArchitectureRegistry.Find(options.DefaultArchitecture) : Of(checkpoint, named, options);
            var configuration = ofFamily(architecture.Configuration) ?? throw new ArgumentException(Stranger(architecture, options));
            configuration = configuration with
            {
                MaskRatio = options.MaskRatio ?? configuration.MaskRatio,
                NormalizePixels = options.NormalizePixels ?? configuration.NormalizePixels,
            };
            configuration.Validate();
            if (options.Pooling == EmbeddingPooling.ClassToken && configuration.PrefixTokens == 0)
                throw new ArgumentException($"{nameof(options.Pooling)} is {options.Pooling}, but a {configuration.Family} has none. Leave it at {EmbeddingPooling.Mean}.");
            architecture = architecture with { Preprocessing = options.Preprocessing ?? architecture.Preprocessing };
            ModelChoice.CheckSizes(architecture);
            return new MaskedModelChoice(architecture, configuration, checkpoint);
        }
        catch
        {
            checkpoint?.Dispose();
            throw;
        }
    }

    /// <summary>The network with its first weights; says what came from where, and warns of licences that forbid commercial use.</summary>
    public MaskedNetwork CreateNetwork(MaskedPretrainingOptions options, int seed, Action<string> info, Action<string> warn)
    {
        MaskedNetwork Build() => (MaskedNetwork)NetworkFactory.Create(_configuration, seed);
        if (_checkpoint is null)
        {
            info($"{Architecture.Name}: {Architecture.Parameters / 1e6:F1} million weights, random.");
            return Build();
        }
        var network = CheckpointLoader.Create(_checkpoint, _configuration, seed, Build, out var report);
        info($"{Architecture.Name} from {options.Weights}: {report.Summary}");
        if (_notice is not null)
            warn(_notice);
        return network;
    }

    public void Dispose() => _checkpoint?.Dispose();

    /// <summary>The architecture that weights are of, or that was asked for with what only the weights know.</summary>
    private static VisionArchitecture Of(Checkpoint checkpoint, VisionArchitecture? named, MaskedPretrainingOptions options)
    {
        if (named is null)
            return checkpoint.Architecture ?? throw new ArgumentException(
                $"The weights in '{options.Weights}' don't say what architecture they are for: set Architecture. {checkpoint.Describe()}");
        var refined = options.CustomArchitecture is null ? checkpoint.Refine(named) : named;
        // An encoder without its decoder looks like a classifier; here it gets a decoder.
        return refined with { Configuration = refined.Configuration is MaskedConfiguration ? refined.Configuration : named.Configuration };
    }

    private static string Stranger(VisionArchitecture architecture, MaskedPretrainingOptions options)
    {
        var use = architecture.Configuration.Family switch
        {
            "MAE" => "Use Transforms.MaskedAutoencoder(...).",
            "ConvMAE" => "Use Transforms.ConvMaskedAutoencoder(...).",
            "FastConvMAE" => "Use Transforms.FastConvMaskedAutoencoder(...).",
            _ when options.Weights is not null => "An encoder's weights alone say nothing of a decoder: name the masked autoencoder's architecture too.",
            _ => "Masked autoencoders are MAE, ConvMAE and FastConvMAE.",
        };
        return $"'{architecture.Name}' is a {architecture.Family}, which this trainer does not pretrain. {use}";
    }
}
