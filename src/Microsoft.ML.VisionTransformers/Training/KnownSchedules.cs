namespace Microsoft.ML.VisionTransformers.Training;

/// <summary>
/// The schedules of the published recipes, by step: each has its own idea of the first step of the warm-up and of how long the fall is. Steps are
/// optimizer steps; gradient accumulation counts once.
/// </summary>
internal static class KnownSchedules
{
    /// <summary>
    /// MAE (<c>util/lr_sched.py</c>): from 0, so the first step changes nothing but the moments; then a cosine over the remaining steps.
    /// </summary>
    public static LearningRateSchedule Mae(double peak, double minimum, long warmup, long total)
        => new() { Peak = peak, PeakStep = warmup, FallStep = warmup, FallSteps = total - warmup, Minimum = minimum };

    /// <summary>
    /// Swin (<c>lr_scheduler.py</c>, timm's <c>CosineLRScheduler</c>), by step.
    /// </summary>
    /// <param name="peak">Rate after the warm-up.</param>
    /// <param name="minimum">Rate at the end.</param>
    /// <param name="start">Rate of the first step.</param>
    /// <param name="warmup">Steps of the warm-up.</param>
    /// <param name="total">Steps of the training.</param>
    /// <param name="warmupIsPrefix">
    /// On, as in Swin's later recipes: the cosine begins after the warm-up. Off, as in its first: it has begun at step 0, so the peak is never reached.
    /// </param>
    public static LearningRateSchedule Swin(double peak, double minimum, double start, long warmup, long total, bool warmupIsPrefix = true) => new()
    {
        Peak = peak, Start = start, PeakStep = warmup, Minimum = minimum,
        FallStep = warmupIsPrefix ? warmup : 0, FallSteps = warmupIsPrefix ? total - warmup : total,
    };

    /// <summary>Swin's linear one: <c>LR_SCHEDULER.NAME = linear</c>, which ends at a hundredth of the peak.</summary>
    /// <param name="peak">Rate after the warm-up.</param>
    /// <param name="start">Rate of the first step.</param>
    /// <param name="warmup">Steps of the warm-up.</param>
    /// <param name="total">Steps of the training.</param>
    /// <param name="minimumShare">Share of the peak at the end.</param>
    public static LearningRateSchedule SwinLinear(double peak, double start, long warmup, long total, double minimumShare = 0.01)
        => Swin(peak, peak * minimumShare, start, warmup, total) with { Fall = ScheduleFall.Polynomial };

    /// <summary>
    /// FlagAI's <c>AnnealingLR</c>: from 0 to the peak, then down towards a share of it. The fall is as long as the whole training, warm-up included,
    /// so that the training ends before it does.
    /// </summary>
    /// <param name="peak">Rate after the warm-up.</param>
    /// <param name="warmup">Steps of the warm-up.</param>
    /// <param name="total">Steps of the training.</param>
    /// <param name="fall">Its <c>decay_style</c>, <c>cosine</c> or <c>linear</c>.</param>
    /// <param name="minimumShare">Its <c>decay_ratio</c>.</param>
    public static LearningRateSchedule FlagAI(double peak, long warmup, long total, ScheduleFall fall = ScheduleFall.Cosine, double minimumShare = 0.1)
        => new() { Peak = peak, PeakStep = warmup, FallStep = warmup, FallSteps = total, Minimum = peak * minimumShare, Fall = fall };

    /// <summary>open_clip's <c>cosine_lr</c>: step s of the warm-up has peak * (s + 1) / warmup, then a cosine to 0.</summary>
    public static LearningRateSchedule OpenClip(double peak, long warmup, long total)
        => OpenClipWarmup(peak, warmup) with { FallStep = warmup, FallSteps = total - warmup };

    /// <summary>open_clip's <c>const_lr_cooldown</c>: the peak is held until the last steps.</summary>
    /// <param name="peak">Rate after the warm-up.</param>
    /// <param name="warmup">Steps of the warm-up.</param>
    /// <param name="total">Steps of the training.</param>
    /// <param name="cooldown">How many of them, at the end, the rate falls in; 0 holds it to the end (<c>const_lr</c>).</param>
    /// <param name="power">Exponent of the fall.</param>
    /// <param name="minimum">Rate at the end.</param>
    public static LearningRateSchedule OpenClipConstant(double peak, long warmup, long total, long cooldown, double power = 1, double minimum = 0)
        => OpenClipWarmup(peak, warmup) with
        {
            FallStep = cooldown == 0 ? long.MaxValue : total - cooldown, FallSteps = cooldown, Fall = ScheduleFall.Polynomial, Power = power, Minimum = minimum,
        };

    /// <summary>The peak is that of the warm-up's last step, not of the first one after it.</summary>
    private static LearningRateSchedule OpenClipWarmup(double peak, long warmup)
        => new() { Peak = peak, Start = warmup == 0 ? peak : peak / warmup, PeakStep = Math.Max(0, warmup - 1) };
}
