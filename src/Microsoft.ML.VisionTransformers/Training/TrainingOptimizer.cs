using Microsoft.ML.VisionTransformers.Training.Optimizers;

namespace Microsoft.ML.VisionTransformers.Training;

/// <summary>Makes the optimizer that the options ask for.</summary>
internal static class TrainingOptimizer
{
    public static ITrainingOptimizer Create(IReadOnlyList<ParameterGroup> groups, TrainingOptions options)
    {
        var settings = new AdamWSettings(options.Beta1, options.Beta2, options.Epsilon);
        return options.Optimizer switch
        {
            OptimizerKind.AdamW => AdamW(groups, settings),
            OptimizerKind.Adam => new Adam(groups, settings, decoupled: false),
            OptimizerKind.Sgd => new Sgd(groups, options.Momentum),
            OptimizerKind.Lars => new Lars(groups, new LarsSettings(options.Momentum)),
            OptimizerKind.Lamb => new Lamb(groups, settings),
            _ => throw new ArgumentOutOfRangeException(nameof(options), options.Optimizer, "There is no such optimizer."),
        };
    }

    /// <summary>AdamW in one native pass where that is possible, else in libtorch's operations.</summary>
    public static ITrainingOptimizer AdamW(IReadOnlyList<ParameterGroup> groups, AdamWSettings settings)
        => FusedAdamW.CanUpdate(groups) ? new FusedAdamW(groups, settings) : new Adam(groups, settings, decoupled: true);
}
