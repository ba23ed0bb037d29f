namespace Microsoft.ML.VisionTransformers.Training;

/// <summary>
/// Learning rate by step: linear from 0 to the peak, then half a cosine to the minimum (Loshchilov and Hutter, 2017; as MAE does
/// it, by step and not by epoch). Step s of the warm-up has peak * s / warmup, so the first step changes nothing but the moments.
/// </summary>
internal sealed class WarmupCosineSchedule(double peak, double minimum, long warmupSteps, long totalSteps)
{
    public long WarmupSteps => warmupSteps;

    /// <param name="step">From 0.</param>
    public double At(long step)
    {
        if (step < warmupSteps)
            return peak * step / warmupSteps;
        double progress = totalSteps <= warmupSteps ? 1 : Math.Min(1, (double)(step - warmupSteps) / (totalSteps - warmupSteps));
        return minimum + (peak - minimum) * 0.5 * (1 + Math.Cos(Math.PI * progress));
    }
}
