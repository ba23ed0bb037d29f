namespace Microsoft.ML.VisionTransformers.Pretraining;

/// <summary>
/// The tokens that a frozen encoder makes of the whole image, after its last norm: any plain vision transformer that can be loaded, such as CLIP's image
/// tower, DINO, or a classifier. It gets the image in the size that makes its patches those of the network that is trained, its position table
/// resampled to that, and normalised as its publisher did.
/// </summary>
/// <param name="Weights">File, folder, saved model, or model on the hub (<c>owner/name</c>).</param>
public sealed record EncoderTarget(string Weights) : ReconstructionTarget
{
    /// <summary>What it is, and what it counts.</summary>
    public override string ToString() => Described($"encoder {Weights}");

    internal override void Check()
    {
        base.Check();
        ArgumentException.ThrowIfNullOrWhiteSpace(Weights);
    }
}
