namespace Microsoft.ML.VisionTransformers.Training;

/// <summary>
/// Learning rate by optimizer step: a straight rise to the peak, the peak, and a fall to the minimum, where it stays. All published recipes are
/// such curves; they differ in where each part begins and how long it is (<see cref="KnownSchedules"/>).
/// </summary>
internal sealed record LearningRateSchedule
{
    public required double Peak { get; init; }

    /// <summary>Rate of step 0, when that isn't the peak already.</summary>
    public double Start { get; init; }

    /// <summary>First step that has the peak. Steps before it lie on the line from <see cref="Start"/>.</summary>
    public long PeakStep { get; init; }

    /// <summary>Where the fall begins. May lie before <see cref="PeakStep"/>: the rate then jumps onto a curve that has begun already.</summary>
    public long FallStep { get; init; }

    /// <summary>How many steps after <see cref="FallStep"/> the minimum is reached.</summary>
    public long FallSteps { get; init; }

    public double Minimum { get; init; }

    public ScheduleFall Fall { get; init; } = ScheduleFall.Cosine;

    /// <summary>Exponent of a polynomial fall; 1 is a straight line.</summary>
    public double Power { get; init; } = 1;

    /// <summary>How many steps the rate stays the same when it falls by <see cref="StairFactor"/> at once.</summary>
    public long StairSteps { get; init; } = 1;

    /// <summary>What such a fall leaves of the rate.</summary>
    public double StairFactor { get; init; } = 1;

    /// <param name="step">From 0.</param>
    public double At(long step)
    {
        if (step < PeakStep)
            return Start + (Peak - Start) * step / PeakStep;
        if (step < FallStep)
            return Peak;
        if (Fall == ScheduleFall.Steps)
            return Math.Max(Minimum, Peak * Math.Pow(StairFactor, (step - FallStep) / StairSteps));
        var progress = FallSteps <= 0 ? 1 : Math.Min(1, (double)(step - FallStep) / FallSteps);
        var left = Fall == ScheduleFall.Cosine ? 0.5 * (1 + Math.Cos(Math.PI * progress)) : Math.Pow(1 - progress, Power);
        return Minimum + (Peak - Minimum) * left;
    }
}
