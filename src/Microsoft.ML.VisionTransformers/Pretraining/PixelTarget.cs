namespace Microsoft.ML.VisionTransformers.Pretraining;

/// <summary>The pixels, as MAE reconstructs them: mean squared error, of pixels that are normalised within each patch unless the options say otherwise.</summary>
public sealed record PixelTarget : ReconstructionTarget
{
    /// <summary>What it is, and what it counts.</summary>
    public override string ToString() => Described("pixels");
}
