namespace Microsoft.ML.VisionTransformers.Pretraining;

/// <summary>
/// The tokens that a teacher makes of the whole image: a moving average of the encoder that is being trained (as in data2vec, Baevski et al., 2022). It
/// is part of the training's state, and is saved with it; the model that comes out is the encoder itself.
/// </summary>
public sealed record TeacherTarget : ReconstructionTarget
{
    /// <summary>
    /// Decay of the moving average, at least 0 and below 1. Default 0.999, for tens of thousands of steps; data2vec takes 0.9998 for hundreds of
    /// thousands, a few hundred need 0.99. It begins lower: after step s it is at most (1 + s) / (10 + s).
    /// </summary>
    public double Decay { get; init; } = 0.999;

    /// <summary>What it is, and what it counts.</summary>
    public override string ToString() => Described(FormattableString.Invariant($"teacher of decay {Decay}"));

    internal override void Check()
    {
        base.Check();
        if (Decay is not (>= 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(Decay), Decay, $"The {nameof(Decay)} of a teacher has to be at least 0 and below 1.");
    }
}
