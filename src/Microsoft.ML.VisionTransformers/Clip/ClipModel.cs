using Microsoft.ML.VisionTransformers.Architectures;
using Microsoft.ML.VisionTransformers.Classification;
using Microsoft.ML.VisionTransformers.Images;
using Microsoft.ML.VisionTransformers.Modules;
using Microsoft.ML.VisionTransformers.Weights;
using Microsoft.ML.VisionTransformers.Weights.Hub;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Clip;

/// <summary>A CLIP with everything that is needed to use it: the network, the tokenizer of its texts, how its images are prepared.</summary>
internal sealed class ClipModel : IDisposable
{
    /// <param name="network">Owned from here on.</param>
    /// <param name="tokenizer">Of the network's vocabulary.</param>
    /// <param name="architecture">Its name and preprocessing.</param>
    /// <exception cref="ArgumentException">Network, tokenizer and preprocessing don't fit each other.</exception>
    public ClipModel(ClipNetwork network, ClipTokenizer tokenizer, VisionArchitecture architecture)
    {
        CheckTokenizer(tokenizer, network.Configuration);
        CheckPreprocessing(architecture.Preprocessing, network.Configuration);
        Network = network;
        Tokenizer = tokenizer.Options.ContextLength == network.Configuration.ContextLength
            ? tokenizer : tokenizer.With(tokenizer.Options with { ContextLength = network.Configuration.ContextLength });
        Architecture = architecture with { Configuration = network.Configuration };
    }

    public ClipNetwork Network { get; }

    public ClipTokenizer Tokenizer { get; }

    public VisionArchitecture Architecture { get; }

    public ImagePreprocessing Preprocessing => Architecture.Preprocessing;

    /// <summary>Channels, height and width of an image as the network takes it.</summary>
    public long[] InputShape => [Preprocessing.Channels, Preprocessing.Height, Preprocessing.Width];

    public Device Device => Network.LogitScale.device;

    /// <summary>Length of the vectors of images and texts.</summary>
    public int EmbeddingDim => Network.Configuration.EmbeddingDim;

    /// <summary>Loads a published CLIP, or makes one with random weights.</summary>
    /// <param name="source">What from.</param>
    /// <param name="device">Where the network shall be.</param>
    /// <param name="info">Told what was loaded, and how a download gets on.</param>
    /// <param name="token">Cancels a download.</param>
    /// <param name="warn">Told of licences that forbid commercial use; null for nobody.</param>
    /// <exception cref="ArgumentException">There is no such architecture, it is no CLIP, or the parts don't fit each other.</exception>
    /// <exception cref="FileNotFoundException">There are no such weights, or no vocabulary with them.</exception>
    /// <exception cref="NotSupportedException">Texts are read by a network of another kind, such as AltCLIP's XLM-R.</exception>
    /// <exception cref="CheckpointFormatException">The weights or the vocabulary are not sound.</exception>
    /// <exception cref="CheckpointMismatchException">The weights are not of the architecture.</exception>
    /// <exception cref="HubException">The hub does not give out the weights.</exception>
    public static ClipModel Load(ClipSource source, Device device, Action<string> info, CancellationToken token, Action<string>? warn = null)
    {
        var place = source.Weights is { Length: > 0 } weights ? WeightsLocation.Find(weights, source.Hub, info, token) : null;
        using var checkpoint = place is null ? null : Checkpoint.Open(place, source.EmaWeights);
        if (checkpoint is not null)
            ForeignTextTower.Refuse(checkpoint);
        var architecture = ArchitectureOf(source, checkpoint);
        var tokenizer = ClipTokenizer.Load(source.Tokenizer ?? place ?? throw new ArgumentException(
            "Without weights, a tokenizer has to be named: a file or folder with CLIP's vocabulary."), source.TokenizerOptions);
        var configuration = (ClipConfiguration)architecture.Configuration;
        configuration = configuration with { DropPathRate = source.DropPathRate ?? configuration.DropPathRate };
        CheckTokenizer(tokenizer, configuration);
        CheckPreprocessing(architecture.Preprocessing, configuration);
        ClipNetwork Build() => (ClipNetwork)NetworkFactory.Create(configuration, source.Seed);
        ClipNetwork network;
        if (checkpoint is null)
        {
            network = Build();
            info($"{architecture.Name}: {architecture.Parameters / 1e6:F1} million weights, random.");
        }
        else
        {
            network = CheckpointLoader.Create(checkpoint, configuration, source.Seed, Build, out var report);
            info($"{architecture.Name} from {source.Weights}: {report.Summary}");
            if (LicenceNotice.For(architecture, checkpoint) is { } notice)
                warn?.Invoke(notice);
        }
        return new ClipModel(network.to(device), tokenizer, architecture);
    }

    /// <summary>Texts as the network takes them, on its device: [texts, context length].</summary>
    public Tensor Tokens(IReadOnlyList<string> texts) => tensor(Tokenizer.EncodeBatch(texts)).to(Device);

    /// <summary>Images [B, C, H, W] to embeddings [B, E], of length 1 if that is asked.</summary>
    public Tensor EmbedImages(Tensor images, bool normalize) => Finish(Network.encode_image(images), normalize);

    /// <summary>Tokens [B, L] to embeddings [B, E], of length 1 if that is asked.</summary>
    public Tensor EmbedTexts(Tensor tokens, bool normalize) => Finish(Network.encode_text(tokens), normalize);

    public void Dispose() => Network.Dispose();

    private static Tensor Finish(Tensor embeddings, bool normalize)
    {
        if (!normalize)
            return embeddings;
        using (embeddings)
            return ImageFeatures.Unit(embeddings);
    }

    private static VisionArchitecture ArchitectureOf(ClipSource source, Checkpoint? checkpoint)
    {
        var named = source.CustomArchitecture ?? (source.Architecture is { Length: > 0 } name ? ArchitectureRegistry.Find(name) : null);
        var architecture = named is null ? checkpoint?.Architecture : source.CustomArchitecture ?? checkpoint?.Refine(named) ?? named;
        if (architecture is null)
            throw new ArgumentException(checkpoint is null ? "Neither weights nor an architecture are named."
                : $"The weights in '{source.Weights}' are of no kind that is known: {checkpoint.Describe()}");
        if (architecture.Configuration is not ClipConfiguration)
            throw new ArgumentException($"'{architecture.Name}' is a {architecture.Family}; images are compared with texts by a CLIP."
                + (checkpoint is null ? "" : $" The weights look like {checkpoint.Describe()}."));
        architecture.Configuration.Validate();
        return source.Preprocessing is null ? architecture : architecture with { Preprocessing = source.Preprocessing };
    }

    // The number of symbols tells vocabularies apart: texts in another one would be gibberish to the network.
    private static void CheckTokenizer(ClipTokenizer tokenizer, ClipConfiguration network)
    {
        if (tokenizer.VocabularySize != network.VocabularySize)
            throw new ArgumentException($"The tokenizer knows {tokenizer.VocabularySize:N0} symbols and the network {network.VocabularySize:N0}: "
                + "it is another model's. Name the vocabulary that was published with the weights.");
        if ((network.EndToken ?? network.VocabularySize - 1) != tokenizer.EndToken)
            throw new ArgumentException($"The tokenizer ends texts by the symbol {tokenizer.EndToken}, and the network looks for {network.EndToken ?? network.VocabularySize - 1}.");
    }

    private static void CheckPreprocessing(ImagePreprocessing images, ClipConfiguration network)
    {
        if (images.Channels != network.Channels || !network.DynamicSize && (images.Height, images.Width) != (network.ImageHeight, network.ImageWidth))
            throw new ArgumentException($"The network takes {network.Channels} x {network.ImageHeight} x {network.ImageWidth} (channels x height x width), "
                + $"its preprocessing gives {images.Channels} x {images.Height} x {images.Width}.");
    }
}
