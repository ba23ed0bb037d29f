namespace Microsoft.ML.VisionTransformers.Pretraining;

/// <summary>
/// Something that is reconstructed of the patches that the encoder did not see: <see cref="PixelTarget"/>, <see cref="TeacherTarget"/> or
/// <see cref="EncoderTarget"/>. Several at once make a mixture of reconstructors: they share the encoder and the first blocks of the decoder, and each
/// has the last blocks, a norm and a head of its own.
/// </summary>
/// <remarks>
/// FastConvMAE's authors report what a mixture gains (github.com/Alpha-VL/FastConvMAE, README.md: "C+T", CLIP and a teacher) and publish neither code
/// nor a description; so this is a design of our own. From "Mimic before Reconstruct" (Gao et al., 2023, arXiv 2303.05475), the closest description, it has
/// the frozen encoder's features as targets beside pixels. Features are normalised within each token, so that all their channels and all encoders are
/// of one scale, and compared by a smooth L1 loss: transformers have a few channels of very large values, which a squared loss would learn alone.
/// Only patches that were not seen count, as with pixels: what was seen need not be reconstructed.
/// </remarks>
public abstract record ReconstructionTarget
{
    private protected ReconstructionTarget()
    {
    }

    /// <summary>What its loss counts for in the sum of all, above 0. Default 1: the losses are of one scale, for all targets are normalised.</summary>
    public double Weight { get; init; } = 1;

    /// <summary>The text for logs and settings; two runs with the same texts are trained alike.</summary>
    private protected string Described(string what) => FormattableString.Invariant($"{what} x {Weight}");

    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    internal virtual void Check()
    {
        if (!(Weight > 0 && double.IsFinite(Weight)))
            throw new ArgumentOutOfRangeException(nameof(Weight), Weight, $"The {nameof(Weight)} of a target has to be above 0.");
    }
}
