using System.Text.Json.Serialization;
using TorchSharp;

namespace Microsoft.ML.VisionTransformers.Architectures;

/// <summary>The sizes and choices that a network is built from. One sealed record a family derives from it.</summary>
public abstract record VisionConfiguration
{
    // Only families of this assembly can be built, loaded and saved.
    private protected VisionConfiguration()
    {
    }

    /// <summary>Height of the input in pixels. Default 224, the size of most published weights.</summary>
    public int ImageHeight { get; init; } = 224;

    /// <summary>Width of the input in pixels. Default 224; need not be the height.</summary>
    public int ImageWidth { get; init; } = 224;

    /// <summary>Colour channels of the input: 3 for RGB (the default), 1 for grey.</summary>
    public int Channels { get; init; } = 3;

    /// <summary>The family's name, such as <c>ViT</c>.</summary>
    [JsonIgnore]
    public abstract string Family { get; }

    /// <summary>
    /// The classifier that is fine-tuned from such weights: the encoder of a masked autoencoder with a head, a classifier itself; null
    /// when there is none.
    /// </summary>
    [JsonIgnore]
    public virtual ClassifierConfiguration? Classifier => null;

    /// <summary>The <see cref="Classifier"/> with the batch norm of linear probes before it; null where there is none such.</summary>
    [JsonIgnore]
    internal virtual ClassifierConfiguration? Probe => Classifier is { } classifier && classifier != this ? classifier.Probe : null;

    /// <summary>The <see cref="Classifier"/> as a source of features: without its head, pooled as the weights were trained to be; null where there is none.</summary>
    [JsonIgnore]
    internal virtual ClassifierConfiguration? Backbone => Classifier is { } classifier ? classifier with { NumClasses = 0 } : null;

    /// <summary>How many numbers the network's parameters hold, the classifier and the fixed position tables of masked autoencoders included.</summary>
    public abstract long CountParameters();

    /// <summary>Throws when the sizes do not fit together.</summary>
    /// <exception cref="ArgumentException">A size is out of range or does not divide by another; the message names both.</exception>
    public abstract void Validate();

    /// <summary>The family and all sizes and choices, as JSON.</summary>
    public sealed override string ToString() => $"{Family} {VisionFamilies.Write(this).ToJsonString()}";

    /// <summary>An initialised network; the same seed gives the same weights.</summary>
    internal abstract torch.nn.Module CreateNetwork(long seed);

    private protected virtual void ValidateInput()
    {
        Require(ImageHeight > 0 && ImageWidth > 0, $"An image of {ImageHeight}x{ImageWidth} pixels has no area.");
        Require(Channels > 0, $"An image needs at least one channel, not {Channels}.");
    }

    private protected static void Require(bool condition, string message)
    {
        if (!condition)
            throw new ArgumentException(message);
    }

    private protected static void RequireRate(double rate, string name)
        => Require(rate is >= 0 and < 1, $"{name} is at least 0 and below 1, not {rate}.");
}
