using System.Text.Json.Serialization;
using Microsoft.ML.VisionTransformers.Modules;

namespace Microsoft.ML.VisionTransformers.Architectures;

/// <summary>The sizes and choices of a network that classifies images.</summary>
public abstract record ClassifierConfiguration : VisionConfiguration
{
    private protected ClassifierConfiguration()
    {
    }

    /// <summary>Classes of the classifier, or 0 for pooled features. Default 1000, those of ImageNet-1k; training sets its own.</summary>
    public int NumClasses { get; init; } = 1000;

    /// <inheritdoc/>
    [JsonIgnore]
    public override ClassifierConfiguration? Classifier => this;

    /// <summary>Whether the first of the network's tokens is a class token.</summary>
    [JsonIgnore]
    internal virtual bool HasClassToken => false;

    /// <summary>The trainer's name in the catalog, for messages that point there.</summary>
    internal virtual string TrainerName => Family;

    /// <inheritdoc/>
    internal abstract override VisionNetwork CreateNetwork(long seed);

    /// <summary>The same network with other stochastic-depth and dropout rates; null keeps a rate.</summary>
    internal abstract ClassifierConfiguration WithRates(double? dropPath, double? dropout);

    private protected override void ValidateInput()
    {
        base.ValidateInput();
        Require(NumClasses >= 0, $"There cannot be {NumClasses} classes.");
    }
}
