namespace Microsoft.ML.VisionTransformers.Modules;

/// <summary>What all window attentions of a stage have in common.</summary>
/// <param name="Dim">Channels of a patch.</param>
/// <param name="Heads">Number of heads; divides <paramref name="Dim"/>.</param>
internal sealed record WindowAttentionSizes(long Dim, int Heads)
{
    /// <summary>Whether the projection to queries, keys and values has a bias.</summary>
    public bool QkvBias { get; init; } = true;

    /// <summary>Dropout on the attention probabilities.</summary>
    public double AttentionDrop { get; init; }

    /// <summary>Dropout on the output.</summary>
    public double Drop { get; init; }
}
