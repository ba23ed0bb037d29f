using Microsoft.ML.VisionTransformers.Architectures;
using Microsoft.ML.VisionTransformers.Images;
using Microsoft.ML.VisionTransformers.Weights.Hub;

namespace Microsoft.ML.VisionTransformers.Clip;

/// <summary>What a CLIP is made from.</summary>
internal sealed record ClipSource
{
    /// <summary>A file, a folder or a model on the hub; null for random weights.</summary>
    public string? Weights { get; init; }

    /// <summary>Name or alias in the registry; null for the weights' own.</summary>
    public string? Architecture { get; init; }

    /// <summary>Sizes of one's own, instead of a name.</summary>
    public VisionArchitecture? CustomArchitecture { get; init; }

    /// <summary>A vocabulary, or a folder with one; null for that beside the weights.</summary>
    public string? Tokenizer { get; init; }

    /// <summary>Null for those of the library that the vocabulary is from.</summary>
    public ClipTokenizerOptions? TokenizerOptions { get; init; }

    /// <summary>Null for the weights' own.</summary>
    public ImagePreprocessing? Preprocessing { get; init; }

    /// <summary>Whether the moving average beside the weights is taken.</summary>
    public bool EmaWeights { get; init; }

    /// <summary>Null = as the environment says.</summary>
    public HubOptions? Hub { get; init; }

    /// <summary>Stochastic depth while it is trained; null for the architecture's.</summary>
    public double? DropPathRate { get; init; }

    /// <summary>Seed of weights that no checkpoint brings.</summary>
    public long Seed { get; init; }
}
