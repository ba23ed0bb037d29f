using TorchSharp;
using Microsoft.ML.VisionTransformers.Modules;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Architectures;

/// <summary>Builds the network of an architecture.</summary>
internal static class NetworkFactory
{
    /// <param name="architecture">What to build; for weights of masked pretraining, their encoder with a head.</param>
    /// <param name="numClasses">Classes of the classifier; 0 for pooled features.</param>
    /// <param name="seed">Seed of the first weights and of stochastic depth.</param>
    /// <param name="dropPath">Stochastic depth of the last block; null for the architecture's own.</param>
    /// <param name="dropout">Dropout; null for the architecture's own.</param>
    /// <exception cref="ArgumentException">The architecture is not one that classifies.</exception>
    public static VisionNetwork Create(
        VisionArchitecture architecture, long numClasses, long seed = 0, double? dropPath = null, double? dropout = null)
        => Create(architecture.Classifier with { NumClasses = checked((int)numClasses) }, seed, dropPath, dropout);

    public static VisionNetwork Create(ClassifierConfiguration configuration, long seed = 0, double? dropPath = null, double? dropout = null)
        => (VisionNetwork)Create((VisionConfiguration)configuration.WithRates(dropPath, dropout), seed);

    /// <summary>The network of any family.</summary>
    public static nn.Module Create(VisionConfiguration configuration, long seed = 0)
    {
        using var scope = NewDisposeScope();
        var network = configuration.CreateNetwork(seed);

        // A scope takes the parameters that a module holds in fields of its own when it ends; the network outlives it.
        foreach (var parameter in network.parameters())
            parameter.DetachFromDisposeScope();
        foreach (var buffer in network.buffers())
            buffer.DetachFromDisposeScope();
        return network;
    }
}
