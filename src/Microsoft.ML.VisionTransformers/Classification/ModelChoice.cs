using Microsoft.ML.VisionTransformers.Architectures;
using Microsoft.ML.VisionTransformers.Images;
using Microsoft.ML.VisionTransformers.Modules;
using Microsoft.ML.VisionTransformers.Weights;
using Microsoft.ML.VisionTransformers.Weights.Hub;

namespace Microsoft.ML.VisionTransformers.Classification;

/// <summary>What is trained: an architecture, how its images are prepared, and the weights it starts from.</summary>
internal sealed class ModelChoice : IDisposable
{
    private readonly Checkpoint? _checkpoint;

    private ModelChoice(VisionArchitecture architecture, Checkpoint? checkpoint)
    {
        Architecture = architecture;
        _checkpoint = checkpoint;
    }

    /// <summary>With the preprocessing that training and scoring use.</summary>
    public VisionArchitecture Architecture { get; }

    /// <param name="options">The trainer's.</param>
    /// <param name="info">Told how a download gets on.</param>
    /// <param name="token">Cancels a download.</param>
    /// <param name="forFeatures">Whether there is to be no classifier on it.</param>
    /// <exception cref="ArgumentException">There is no such architecture, or the parts don't fit each other.</exception>
    /// <exception cref="FileNotFoundException">There are no such weights.</exception>
    /// <exception cref="CheckpointFormatException">The weights are not sound, or keep no moving average, which was asked for.</exception>
    /// <exception cref="HubException">The hub does not give out the weights.</exception>
    public static ModelChoice Of(ImageClassificationOptions options, Action<string> info, CancellationToken token, bool forFeatures = false)
    {
        var named = options.CustomArchitecture ?? (options.Architecture is { Length: > 0 } name ? ArchitectureRegistry.Find(name) : null);
        var checkpoint = options.Weights is { Length: > 0 } weights
            ? Checkpoint.Open(WeightsLocation.Find(Published(weights, named, options.DefaultArchitecture), options.Hub, info, token), options.EmaWeights) : null;
        try
        {
            var architecture = named is not null
                ? checkpoint is null || options.CustomArchitecture is not null ? named : checkpoint.Refine(named)
                : checkpoint?.Architecture ?? (checkpoint is null
                    ? ArchitectureRegistry.Find(options.DefaultArchitecture)
                    : throw new ArgumentException($"The weights in '{options.Weights}' don't say what architecture they are for: set Architecture. {checkpoint.Describe()}"));
            architecture = forFeatures ? architecture.ForFeatures() : options.ProbeNorm ? architecture.ForProbe() : architecture.ForClassification();
            if (options.Preprocessing is not null)
                architecture = architecture with { Preprocessing = options.Preprocessing };
            architecture.Configuration.Validate();
            CheckSizes(architecture);
            return new ModelChoice(architecture, checkpoint);
        }
        catch
        {
            checkpoint?.Dispose();
            throw;
        }
    }

    /// <summary>The network with its first weights; says what came from where, and warns of licences that forbid commercial use.</summary>
    public VisionNetwork CreateNetwork(int classes, ImageClassificationOptions options, int seed, Action<string> info, Action<string> warn)
    {
        VisionNetwork Build() => NetworkFactory.Create(Architecture, classes, seed, options.DropPathRate, options.DropRate);
        if (_checkpoint is null)
        {
            info($"{Architecture.Name}: {Architecture.Parameters / 1e6:F1} million weights, random.");
            return Build();
        }
        var network = CheckpointLoader.Create(_checkpoint, Architecture.Classifier with { NumClasses = classes }, seed, Build, out var report);
        info($"{Architecture.Name} from {options.Weights}: {report.Summary}");
        if (LicenceNotice.For(Architecture, _checkpoint) is { } notice)
            warn(notice);
        return network;
    }

    public void Dispose() => _checkpoint?.Dispose();

    /// <summary>The weights that were asked for, by the name of their model where it is the architecture's own that is meant.</summary>
    /// <exception cref="ArgumentException">The architecture's own are not published.</exception>
    internal static string Published(string weights, VisionArchitecture? named, string defaultArchitecture)
    {
        if (weights != ImageClassificationOptions.PretrainedWeights)
            return weights;
        var architecture = named ?? ArchitectureRegistry.Find(defaultArchitecture);
        return architecture.HubId ?? throw new ArgumentException(
            $"No weights of {architecture.Name} are published on the model hub that this version knows of. Give a file, a folder or the name of a model there."
            + (architecture.DownloadPage is { } page ? $" {page} leads to files, to be fetched by hand." : ""));
    }

    /// <summary>Throws when the preprocessing does not make what the network takes.</summary>
    /// <exception cref="ArgumentException">The sizes differ.</exception>
    internal static void CheckSizes(VisionArchitecture architecture)
    {
        var (network, images) = (architecture.Configuration, architecture.Preprocessing);
        if (network.Channels != images.Channels || network.ImageHeight != images.Height || network.ImageWidth != images.Width)
            throw new ArgumentException(
                $"{architecture.Name} takes {network.Channels} x {network.ImageHeight} x {network.ImageWidth} (channels x height x width), " +
                $"its preprocessing gives {images.Channels} x {images.Height} x {images.Width}. Prepare images of the network's size, name an architecture of theirs, " +
                $"or give a CustomArchitecture whose {nameof(network.ImageHeight)}, {nameof(network.ImageWidth)} and {nameof(network.Channels)} are those of the preprocessing.");
    }
}
