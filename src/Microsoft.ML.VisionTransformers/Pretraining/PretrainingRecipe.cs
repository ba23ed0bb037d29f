namespace Microsoft.ML.VisionTransformers.Pretraining;

/// <summary>
/// The settings of a published masked pretraining: <see cref="MaskedPretrainingOptions.Recipe"/> takes them over.
/// <see cref="PretrainingRecipes"/> has those of the papers; change one by <c>with</c>. Data, architecture, weights, batch size, targets and how
/// the training is run are no part of it; what is hidden, and whether pixels are normalised, is the architecture's.
/// </summary>
public sealed record PretrainingRecipe
{
    /// <summary>What it is for, for people and the log.</summary>
    public required string Name { get; init; }

    /// <summary>Who published it, and where.</summary>
    public required string Source { get; init; }

    /// <summary>Images a step that it was published for. The learning rate follows the batch that is used instead.</summary>
    public required int Batch { get; init; }

    /// <summary>For <see cref="Training.TrainingOptions.MaxEpochs"/>.</summary>
    public required int Epochs { get; init; }

    /// <summary>
    /// Epochs of warm-up among those. <see cref="Training.TrainingOptions.WarmupFraction"/> becomes their share, so that a shorter training has
    /// a shorter warm-up.
    /// </summary>
    public required int WarmupEpochs { get; init; }

    /// <summary>For <see cref="Training.TrainingOptions.LearningRate"/>: that of <see cref="LearningRateBatch"/> images.</summary>
    public required double LearningRate { get; init; }

    /// <summary>For <see cref="Training.TrainingOptions.LearningRateBatch"/>. Default 256, as in all of these programs.</summary>
    public int LearningRateBatch { get; init; } = 256;

    /// <summary>For <see cref="Training.TrainingOptions.Beta2"/>. Default 0.95, as in all of these programs.</summary>
    public double Beta2 { get; init; } = 0.95;

    /// <summary>For <see cref="Training.TrainingOptions.WeightDecay"/>. Default 0.05, as in all of these programs.</summary>
    public double WeightDecay { get; init; } = 0.05;

    /// <summary>For <see cref="Training.TrainingOptions.RandomCropMinArea"/>. Default 0.2, as in all of these programs.</summary>
    public double RandomCropMinArea { get; init; } = 0.2;

    /// <summary>The name and the source.</summary>
    public override string ToString() => $"{Name} ({Source})";

    /// <summary>Sets all settings that decide what is learnt, those included that this recipe leaves at their defaults.</summary>
    internal void ApplyTo(MaskedPretrainingOptions options)
    {
        options.MaxEpochs = Epochs;
        (options.LearningRate, options.LearningRateBatch, options.ScaleAllRates) = (LearningRate, LearningRateBatch, false);
        (options.WarmupFraction, options.WarmupEpochs, options.WarmupLearningRate) = ((double)WarmupEpochs / Epochs, null, 0);
        (options.MinimumLearningRate, options.Schedule, options.SchedulePerEpoch, options.ScheduleCountsWarmup) = (0, Training.ScheduleKind.Cosine, false, false);
        (options.Optimizer, options.Momentum, options.Beta1, options.Beta2, options.Epsilon) = (Training.OptimizerKind.AdamW, 0.9, 0.9, Beta2, 1e-8);
        (options.WeightDecay, options.GradientClipNorm, options.EmaDecay) = (WeightDecay, null, null);
        options.ResetAugmentation();
        options.RandomCropMinArea = RandomCropMinArea;
    }
}
