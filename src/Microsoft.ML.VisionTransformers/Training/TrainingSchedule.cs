using System.Globalization;

namespace Microsoft.ML.VisionTransformers.Training;

/// <summary>The learning rate of each step of a training, as its options say.</summary>
internal sealed class TrainingSchedule
{
    private readonly LearningRateSchedule _curve;
    private readonly int _stepsPerEpoch;
    private readonly bool _perEpoch;
    private readonly TrainingOptions _options;

    /// <param name="options">Validated.</param>
    /// <param name="stepsPerEpoch">Steps of the optimizer; gradient accumulation counts once.</param>
    public TrainingSchedule(TrainingOptions options, int stepsPerEpoch)
    {
        (_options, _stepsPerEpoch, _perEpoch) = (options, stepsPerEpoch, options.SchedulePerEpoch);
        long total = (long)stepsPerEpoch * options.MaxEpochs;
        long warmup = options.WarmupEpochs is { } epochs ? (long)Math.Round(epochs * stepsPerEpoch) : (long)(total * options.WarmupFraction);
        double scale = options.LearningRateBatch is { } batch ? (double)options.BatchSize * options.GradientAccumulation / batch : 1;
        double ends = options.ScaleAllRates ? scale : 1, peak = options.LearningRate * scale;
        bool fromStart = options.ScheduleCountsWarmup || options.Schedule == ScheduleKind.Step;
        _curve = new LearningRateSchedule
        {
            Peak = peak,
            Start = options.WarmupLearningRate * ends,
            PeakStep = warmup,
            FallStep = options.Schedule == ScheduleKind.Constant ? long.MaxValue : fromStart ? 0 : warmup,
            FallSteps = fromStart ? total : total - warmup,
            // A rate that is scaled down to a small batch may lie below a minimum that isn't.
            Minimum = Math.Min(options.MinimumLearningRate * ends, peak),
            Fall = options.Schedule switch
            {
                ScheduleKind.Linear or ScheduleKind.Polynomial => ScheduleFall.Polynomial,
                ScheduleKind.Step => ScheduleFall.Steps,
                _ => ScheduleFall.Cosine,
            },
            Power = options.Schedule == ScheduleKind.Polynomial ? options.SchedulePower : 1,
            StairSteps = Math.Max(1, (long)Math.Round(options.ScheduleStepEpochs * stepsPerEpoch)),
            StairFactor = options.ScheduleStepFactor,
        };
    }

    /// <summary>Highest rate, scaled to the batch.</summary>
    public double Peak => _curve.Peak;

    /// <param name="step">Of the optimizer, from 0.</param>
    public double At(long step) => _curve.At(_perEpoch ? step - step % _stepsPerEpoch : step);

    /// <summary>What scaling came to, in a sentence; null where the rate is taken as it is.</summary>
    public string? Scaling => _options.LearningRateBatch is not { } batch ? null : string.Create(CultureInfo.InvariantCulture,
        $"Learning rate {Peak:G6}: {_options.LearningRate:G6} for {batch} images a step, here {_options.BatchSize * _options.GradientAccumulation}.");
}
