using Microsoft.ML.VisionTransformers.Architectures;
using Microsoft.ML.VisionTransformers.Images;
using Microsoft.ML.VisionTransformers.Weights.Hub;

namespace Microsoft.ML.VisionTransformers.Clip;

/// <summary>Which CLIP a transform uses, and how it runs it.</summary>
public abstract class ClipOptions
{
    /// <summary>
    /// A file, a folder or the name of a model on the hub (<c>owner/name</c>), as OpenAI, open_clip, HuggingFace or FlagAI publish it, or what this library
    /// saved. Default null: <see cref="Clip"/> is used.
    /// </summary>
    public string? Weights;

    /// <summary>A model that holds a CLIP already; its network is shared, and lives as long as any of its users. Default null: <see cref="Weights"/> are loaded.</summary>
    public ClipModelTransformer? Clip;

    /// <summary>Name or alias in the <see cref="ArchitectureRegistry"/>. Default null: the weights' own; needed for bare files whose activation nothing says.</summary>
    public string? Architecture;

    /// <summary>An architecture of your own sizes, instead of one by name. Default null.</summary>
    public VisionArchitecture? CustomArchitecture;

    /// <summary>
    /// A vocabulary, or a folder with one: <c>vocab.json</c> and <c>merges.txt</c>, <c>tokenizer.json</c>, or <c>bpe_simple_vocab_16e6.txt.gz</c>. Default
    /// null: the one beside the weights.
    /// </summary>
    public string? Tokenizer;

    /// <summary>How texts are cut, padded and cleaned. Default null: as the library does whose folder the vocabulary lies in; too long ones are cut.</summary>
    public ClipTokenizerOptions? TokenizerOptions;

    /// <summary>How images are prepared. Default null: as the weights' publisher did. Saved with the model.</summary>
    public ImagePreprocessing? Preprocessing;

    /// <summary>Whether the moving average (EMA) is taken that training kept beside the weights. Default false.</summary>
    public bool EmaWeights;

    /// <summary>Where named weights are downloaded from and kept. Default null: as the environment variables of HuggingFace's tools say.</summary>
    public HubOptions? Hub;

    /// <summary>Rows given to the network at once. Default 32: larger gains little on a CPU, and each batch is in memory twice.</summary>
    public int ScoringBatchSize = 32;

    /// <summary>Stops a download. Default: nothing does.</summary>
    public CancellationToken CancellationToken;

    internal ClipSource Source => new()
    {
        Weights = Weights, Architecture = Architecture, CustomArchitecture = CustomArchitecture, Tokenizer = Tokenizer, TokenizerOptions = TokenizerOptions,
        Preprocessing = Preprocessing, EmaWeights = EmaWeights, Hub = Hub,
    };

    internal virtual ClipOptions Copy()
    {
        var copy = (ClipOptions)MemberwiseClone();
        copy.Hub = Hub?.Copy();
        return copy;
    }

    /// <exception cref="ArgumentException">Settings are missing, contradict each other or are outside their range.</exception>
    internal virtual void Check()
    {
        if (Clip is null == string.IsNullOrEmpty(Weights))
            throw new ArgumentException(Clip is null ? "Name the CLIP to use: Weights is a file, a folder or a model on the hub, or Clip a model that holds one."
                : "Weights and Clip are both set; one of them is the CLIP to use.");
        if (Clip is not null && (Architecture, CustomArchitecture, Tokenizer, TokenizerOptions, Preprocessing, EmaWeights) != (null, null, null, null, null, false))
            throw new ArgumentException("Clip brings its architecture, tokenizer and preprocessing along; leave those settings out.");
        if (ScoringBatchSize < 1)
            throw new ArgumentOutOfRangeException(nameof(ScoringBatchSize), ScoringBatchSize, $"{nameof(ScoringBatchSize)} has to be at least 1.");
        Hub?.Validate();
    }

    private protected static void RequireNames(params (string Setting, string? Value)[] names)
    {
        foreach (var (setting, value) in names)
        {
            if (string.IsNullOrWhiteSpace(value))
                throw new ArgumentException($"{setting} is empty.", setting);
        }
    }
}
