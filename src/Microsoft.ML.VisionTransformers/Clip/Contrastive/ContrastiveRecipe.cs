using Microsoft.ML.VisionTransformers.Training;

namespace Microsoft.ML.VisionTransformers.Clip.Contrastive;

/// <summary>
/// The settings of a published contrastive training: <see cref="ClipContrastiveTrainer.Options.Recipe"/> takes them over.
/// <see cref="ContrastiveRecipes"/> has those of the papers; change one by <c>with</c>. Data, architecture, weights and batch size are no part of it.
/// </summary>
public sealed record ContrastiveRecipe
{
    /// <summary>What it is for, for people and the log.</summary>
    public required string Name { get; init; }

    /// <summary>Who published it, and where.</summary>
    public required string Source { get; init; }

    /// <summary>Pairs a step that it was published for; the learning rate is not scaled to others, as nobody does who trains CLIP.</summary>
    public required int Batch { get; init; }

    /// <summary>For <see cref="TrainingOptions.MaxEpochs"/>.</summary>
    public required int Epochs { get; init; }

    /// <summary>For <see cref="TrainingOptions.LearningRate"/>.</summary>
    public required double LearningRate { get; init; }

    /// <summary>For <see cref="TrainingOptions.WarmupFraction"/>: what the published number of steps was of all.</summary>
    public required double WarmupFraction { get; init; }

    /// <summary>For <see cref="TrainingOptions.WeightDecay"/>.</summary>
    public required double WeightDecay { get; init; }

    /// <summary>For <see cref="TrainingOptions.Beta2"/>. Default 0.98, as all ViT CLIPs are trained.</summary>
    public double Beta2 { get; init; } = 0.98;

    /// <summary>For <see cref="TrainingOptions.Epsilon"/>. Default 1e-6, with it.</summary>
    public double Epsilon { get; init; } = 1e-6;

    /// <summary>For <see cref="ClipContrastiveTrainer.Options.DecayPositions"/>. Default false.</summary>
    public bool DecayPositions { get; init; }

    /// <summary>For <see cref="TrainingOptions.LayerDecay"/>. Default 1.</summary>
    public double LayerDecay { get; init; } = 1;

    /// <summary>For <see cref="TrainingOptions.GradientClipNorm"/>. Default null.</summary>
    public double? GradientClipNorm { get; init; }

    /// <summary>For <see cref="TrainingOptions.RandomCropMinArea"/>. Default 0.9, as open_clip's.</summary>
    public double RandomCropMinArea { get; init; } = 0.9;

    /// <summary>For <see cref="ClipContrastiveTrainer.Options.InterpolationAlpha"/>. Default null: a half where the training starts from weights.</summary>
    public double? InterpolationAlpha { get; init; }

    /// <summary>The name and the source.</summary>
    public override string ToString() => $"{Name} ({Source})";

    internal void ApplyTo(ClipContrastiveTrainer.Options options)
    {
        (options.MaxEpochs, options.LearningRate, options.LearningRateBatch) = (Epochs, LearningRate, null);
        (options.WarmupFraction, options.WarmupEpochs, options.WarmupLearningRate, options.MinimumLearningRate) = (WarmupFraction, null, 0, 0);
        (options.Schedule, options.SchedulePerEpoch, options.ScheduleCountsWarmup) = (ScheduleKind.Cosine, false, false);
        (options.Optimizer, options.Beta1, options.Beta2, options.Epsilon) = (OptimizerKind.AdamW, 0.9, Beta2, Epsilon);
        (options.WeightDecay, options.DecayPositions, options.LayerDecay) = (WeightDecay, DecayPositions, LayerDecay);
        (options.GradientClipNorm, options.EmaDecay, options.DropPathRate) = (GradientClipNorm, null, null);
        (options.RandomCropMinArea, options.RandomCropMaxArea, options.HorizontalFlip) = (RandomCropMinArea, 1, false);
        (options.RandomCropMinRatio, options.RandomCropMaxRatio) = (3.0 / 4, 4.0 / 3);
        options.InterpolationAlpha = InterpolationAlpha;
    }
}
