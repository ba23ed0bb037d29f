using Microsoft.ML.VisionTransformers.Training;

namespace Microsoft.ML.VisionTransformers.Classification;

/// <summary>
/// The settings of a published training, complete: <see cref="ImageClassificationOptions.Recipe"/> takes them over. <see cref="Recipes"/> has those
/// of the papers; change one by <c>with</c>. Data, architecture, weights, batch size and how the training is run are no part of it.
/// </summary>
public sealed record TrainingRecipe
{
    /// <summary>What it is for, for people and the log.</summary>
    public required string Name { get; init; }

    /// <summary>Who published it, and where.</summary>
    public required string Source { get; init; }

    /// <summary>Images a step that it was published for. The learning rate follows the batch that is used instead.</summary>
    public required int Batch { get; init; }

    /// <summary>For <see cref="TrainingOptions.MaxEpochs"/>.</summary>
    public required int Epochs { get; init; }

    /// <summary>For <see cref="TrainingOptions.LearningRate"/>: that of <see cref="LearningRateBatch"/> images.</summary>
    public required double LearningRate { get; init; }

    /// <summary>For <see cref="TrainingOptions.LearningRateBatch"/>. Default null.</summary>
    public int? LearningRateBatch { get; init; }

    /// <summary>For <see cref="TrainingOptions.ScaleAllRates"/>. Default false.</summary>
    public bool ScaleAllRates { get; init; }

    /// <summary>For <see cref="TrainingOptions.MinimumLearningRate"/>. Default 0.</summary>
    public double MinimumLearningRate { get; init; }

    /// <summary>
    /// For <see cref="TrainingOptions.WarmupEpochs"/>; of a training of fewer epochs than <see cref="Epochs"/> it takes the same share, unless a number other
    /// than this one is set. Default null: <see cref="TrainingOptions.WarmupFraction"/> is left at 0.05.
    /// </summary>
    public double? WarmupEpochs { get; init; }

    /// <summary>For <see cref="TrainingOptions.WarmupLearningRate"/>. Default 0.</summary>
    public double WarmupLearningRate { get; init; }

    /// <summary>For <see cref="TrainingOptions.SchedulePerEpoch"/>. Default false. The fall is a cosine in all recipes.</summary>
    public bool SchedulePerEpoch { get; init; }

    /// <summary>For <see cref="TrainingOptions.ScheduleCountsWarmup"/>. Default false.</summary>
    public bool ScheduleCountsWarmup { get; init; }

    /// <summary>For <see cref="TrainingOptions.Optimizer"/>. Default AdamW.</summary>
    public OptimizerKind Optimizer { get; init; } = OptimizerKind.AdamW;

    /// <summary>For <see cref="TrainingOptions.WeightDecay"/>. Default 0.05, as in most.</summary>
    public double WeightDecay { get; init; } = 0.05;

    /// <summary>For <see cref="TrainingOptions.LayerDecay"/>. Default 1.</summary>
    public double LayerDecay { get; init; } = 1;

    /// <summary>For <see cref="TrainingOptions.GradientClipNorm"/>. Default null.</summary>
    public double? GradientClipNorm { get; init; }

    /// <summary>For <see cref="ImageClassificationOptions.DropPathRate"/>. Default 0; null = the architecture's.</summary>
    public double? DropPathRate { get; init; } = 0;

    /// <summary>For <see cref="TrainingOptions.LabelSmoothing"/>. Default 0.1, as in most.</summary>
    public double LabelSmoothing { get; init; } = 0.1;

    /// <summary>For <see cref="TrainingOptions.RandomCropMinArea"/>. Default 0.08, as all that train on ImageNet.</summary>
    public double RandomCropMinArea { get; init; } = 0.08;

    /// <summary>For <see cref="TrainingOptions.ClippedRandomCrop"/>. Default false.</summary>
    public bool ClippedRandomCrop { get; init; }

    /// <summary>For <see cref="TrainingOptions.RandAugment"/>. Default null.</summary>
    public string? RandAugment { get; init; }

    /// <summary>For <see cref="TrainingOptions.RandomErasing"/>. Default 0.</summary>
    public double RandomErasing { get; init; }

    /// <summary>For <see cref="TrainingOptions.Mixup"/>. Default 0.</summary>
    public double Mixup { get; init; }

    /// <summary>For <see cref="TrainingOptions.Cutmix"/>. Default 0.</summary>
    public double Cutmix { get; init; }

    /// <summary>For <see cref="TrainingOptions.AugmentationRepeats"/>. Default 1.</summary>
    public int AugmentationRepeats { get; init; } = 1;

    /// <summary>For <see cref="TrainingOptions.TrainOnly"/>. Default all.</summary>
    public TrainedPart TrainOnly { get; init; } = TrainedPart.All;

    /// <summary>For <see cref="ImageClassificationOptions.ProbeNorm"/>. Default false.</summary>
    public bool ProbeNorm { get; init; }

    /// <summary>The name and the source.</summary>
    public override string ToString() => $"{Name} ({Source})";

    /// <summary>Sets all settings that decide what is learnt, those included that this recipe leaves at their defaults.</summary>
    internal void ApplyTo(ImageClassificationOptions options)
    {
        options.MaxEpochs = Epochs;
        ApplySchedule(options);
        ApplyAugmentation(options);
        (options.Optimizer, options.Momentum, options.Beta1, options.Beta2, options.Epsilon) = (Optimizer, 0.9, 0.9, 0.999, 1e-8);
        (options.WeightDecay, options.LayerDecay, options.GradientClipNorm, options.EmaDecay) = (WeightDecay, LayerDecay, GradientClipNorm, null);
        (options.DropPathRate, options.DropRate, options.LabelSmoothing) = (DropPathRate, DropPathRate is null ? null : 0, LabelSmoothing);
        (options.TrainOnly, options.ProbeNorm, options.FrozenBlocks, options.ThawAfterEpochs) = (TrainOnly, ProbeNorm, null, null);
    }

    private void ApplySchedule(TrainingOptions options)
    {
        (options.LearningRate, options.LearningRateBatch, options.ScaleAllRates) = (LearningRate, LearningRateBatch, ScaleAllRates);
        options.WarmupFraction = 0.05;
        (options.WarmupEpochs, options.WarmupLearningRate, options.MinimumLearningRate) = (WarmupEpochs, WarmupLearningRate, MinimumLearningRate);
        (options.Schedule, options.SchedulePerEpoch, options.ScheduleCountsWarmup) = (ScheduleKind.Cosine, SchedulePerEpoch, ScheduleCountsWarmup);
    }

    private void ApplyAugmentation(TrainingOptions options)
    {
        options.ResetAugmentation();
        (options.RandomCropMinArea, options.ClippedRandomCrop, options.RandAugment) = (RandomCropMinArea, ClippedRandomCrop, RandAugment);
        (options.RandomErasing, options.RandomErasingFill, options.RandomErasingCount) = (RandomErasing, Augmentation.ErasingFill.Noise, 1);
        (options.Mixup, options.Cutmix, options.MixProbability, options.MixSwitchProbability) = (Mixup, Cutmix, 1, 0.5);
        (options.MixMode, options.AugmentationRepeats) = (Training.Mixing.MixMode.Batch, AugmentationRepeats);
    }
}
