namespace Microsoft.ML.VisionTransformers.Training;

// How the learning rate changes while a training runs.
public abstract partial class TrainingOptions
{
    /// <summary>
    /// Highest learning rate, reached after the warm-up; that of a batch of <see cref="LearningRateBatch"/> where that is set. Default 1e-4, for
    /// fine-tuning with AdamW; from scratch small networks stand 1e-3. 5e-4 where a classifier starts from random weights without a recipe:
    /// see <see cref="Classification.ImageClassificationOptions.Recipe"/>.
    /// </summary>
    public double LearningRate = 1e-4;

    /// <summary>
    /// Images a step that <see cref="LearningRate"/> is meant for: it is then multiplied by <see cref="BatchSize"/> x
    /// <see cref="GradientAccumulation"/> / this, and the log says what it came to (Goyal et al., 2017). Default null: taken as it is. MAE's
    /// recipes are for 256, Swin's and DeiT's for 512.
    /// </summary>
    public int? LearningRateBatch;

    /// <summary>
    /// Whether <see cref="LearningRateBatch"/> scales <see cref="MinimumLearningRate"/> and <see cref="WarmupLearningRate"/> too, as Swin's
    /// program does. Default false: only the highest rate, as MAE's and DeiT's do.
    /// </summary>
    public bool ScaleAllRates;

    /// <summary>How the learning rate falls. Default cosine, as in all published recipes for vision transformers.</summary>
    public ScheduleKind Schedule = ScheduleKind.Cosine;

    /// <summary>Learning rate at the end of the fall. Default 0, as in MAE's recipes but for fine-tuning (1e-6).</summary>
    public double MinimumLearningRate = 0;

    /// <summary>Share of all steps in which the learning rate rises linearly. Default 0.05, as MAE fine-tunes (5 of 100 epochs).</summary>
    public double WarmupFraction = 0.05;

    /// <summary>Epochs in which it rises, instead of a share; at least 0 and below <see cref="MaxEpochs"/>. Default null: <see cref="WarmupFraction"/> decides.</summary>
    public double? WarmupEpochs;

    /// <summary>Where the rise begins. Default 0, as in MAE: the first step then only fills the running means. Swin begins at 5e-7, DeiT at 1e-6.</summary>
    public double WarmupLearningRate = 0;

    /// <summary>
    /// Whether the fall is counted from the first step, so that the rate is below its highest when the warm-up ends, as in timm and DeiT. Default
    /// false: from the end of the warm-up, as in MAE and Swin. <see cref="ScheduleKind.Step"/> always counts from the first step.
    /// </summary>
    public bool ScheduleCountsWarmup;

    /// <summary>Whether the rate stays the same through an epoch, as in DeiT and torchvision. Default false: it changes from step to step, as in MAE and Swin.</summary>
    public bool SchedulePerEpoch;

    /// <summary>Exponent of <see cref="ScheduleKind.Polynomial"/>, above 0. Default 2; 1 is a straight line.</summary>
    public double SchedulePower = 2;

    /// <summary>Epochs between two steps of <see cref="ScheduleKind.Step"/>, above 0. Default 30, as ResNets were trained and Swin's program has it.</summary>
    public double ScheduleStepEpochs = 30;

    /// <summary>What a step of <see cref="ScheduleKind.Step"/> multiplies the rate with, above 0 to 1. Default 0.1, with it.</summary>
    public double ScheduleStepFactor = 0.1;

    private void ValidateSchedule()
    {
        Check(LearningRate > 0 && double.IsFinite(LearningRate), nameof(LearningRate), LearningRate, "above 0");
        Check(LearningRateBatch is null or >= 1, nameof(LearningRateBatch), LearningRateBatch ?? 0, "at least 1, or null");
        Check(Enum.IsDefined(Schedule), nameof(Schedule), Schedule, "one of its names");
        Check(MinimumLearningRate >= 0 && MinimumLearningRate <= LearningRate, nameof(MinimumLearningRate), MinimumLearningRate, $"in 0..{nameof(LearningRate)}");
        Check(WarmupFraction is >= 0 and < 1, nameof(WarmupFraction), WarmupFraction, "at least 0 and below 1");
        Check(WarmupEpochs is null || (WarmupEpochs >= 0 && WarmupEpochs < MaxEpochs), nameof(WarmupEpochs), WarmupEpochs ?? 0, $"at least 0 and below {nameof(MaxEpochs)} ({MaxEpochs}), or null");
        Check(WarmupLearningRate >= 0 && WarmupLearningRate <= LearningRate, nameof(WarmupLearningRate), WarmupLearningRate, $"in 0..{nameof(LearningRate)}");
        Check(SchedulePower > 0, nameof(SchedulePower), SchedulePower, "above 0");
        Check(ScheduleStepEpochs > 0, nameof(ScheduleStepEpochs), ScheduleStepEpochs, "above 0");
        Check(ScheduleStepFactor is > 0 and <= 1, nameof(ScheduleStepFactor), ScheduleStepFactor, "above 0 and at most 1");
    }
}
