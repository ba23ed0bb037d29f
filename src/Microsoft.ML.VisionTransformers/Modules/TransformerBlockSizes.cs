namespace Microsoft.ML.VisionTransformers.Modules;

/// <summary>What all blocks of a plain transformer have in common.</summary>
internal sealed record TransformerBlockSizes(long Dim, int Heads, long MlpDim)
{
    public double NormEps { get; init; } = 1e-6;

    public bool QkvBias { get; init; } = true;

    public bool QkNorm { get; init; }

    /// <summary>First value of the scale on each branch; null for none.</summary>
    public double? LayerScale { get; init; }

    public Activation Activation { get; init; } = Activation.Gelu;

    public double Drop { get; init; }

    public double AttentionDrop { get; init; }
}
