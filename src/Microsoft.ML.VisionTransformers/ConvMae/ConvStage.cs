namespace Microsoft.ML.VisionTransformers.ConvMae;

/// <summary>One of the convolutional stages before ConvMAE's transformer.</summary>
public sealed record ConvStage
{
    /// <summary>Side of the square patches, of the image or the stage before, that become one pixel here. Default 2.</summary>
    public int PatchSize { get; init; } = 2;

    /// <summary>Channels.</summary>
    public int Dim { get; init; }

    /// <summary>Blocks. Default 2.</summary>
    public int Depth { get; init; } = 2;

    /// <summary>Width of a block's pixel-wise network as a multiple of <see cref="Dim"/>. Default 4.</summary>
    public double MlpRatio { get; init; } = 4;

    internal int MlpDim => (int)(Dim * MlpRatio + 1e-6);

    internal long CountParameters(long from)
    {
        long dim = Dim, hidden = MlpDim, norm = 2 * dim;
        var block = 2 * norm + 2 * (dim * dim + dim) + 26 * dim + 2 * dim * hidden + hidden + dim;
        return from * PatchSize * PatchSize * dim + dim + norm + Depth * block;
    }
}
