namespace Microsoft.ML.VisionTransformers.Modules;

/// <summary>What training has to know of a network besides its parameters.</summary>
internal interface ITrainable
{
    /// <summary>The layer that the final norm and what follows it are in; embeddings are layer 0, block i is layer i + 1.</summary>
    int LayerCount { get; }

    /// <summary>
    /// The depth of a parameter, for learning rates that shrink towards the input (BEiT, MAE): layer l has
    /// <c>decay^(LayerCount - l)</c> of the rate.
    /// </summary>
    int LayerId(string parameterName);

    /// <summary>Whether the network's papers keep weight decay from a parameter, besides biases and norms.</summary>
    bool SkipsWeightDecay(string parameterName);

    /// <summary>Makes what stochastic depth drops repeatable.</summary>
    void SeedDropPath(long seed);

    /// <summary>Called after each step of the optimizer: brings parameters that have a range back into it. Most networks have none.</summary>
    void AfterStep()
    {
    }
}
