namespace Microsoft.ML.VisionTransformers.Training;

/// <summary>How the learning rate falls after the warm-up.</summary>
public enum ScheduleKind
{
    /// <summary>Along half a cosine (Loshchilov and Hutter, "SGDR", 2017): slowly, fast, slowly. MAE, Swin, DeiT and CLIP train so.</summary>
    Cosine,

    /// <summary>Along a straight line.</summary>
    Linear,

    /// <summary>As a power of what is left of the way, <see cref="TrainingOptions.SchedulePower"/>.</summary>
    Polynomial,

    /// <summary>By a factor every few epochs, <see cref="TrainingOptions.ScheduleStepFactor"/> and <see cref="TrainingOptions.ScheduleStepEpochs"/>.</summary>
    Step,

    /// <summary>Not at all.</summary>
    Constant,
}
