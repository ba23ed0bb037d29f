namespace Microsoft.ML.VisionTransformers.Training;

/// <summary>Chooses the implementation of AdamW.</summary>
internal static class TrainingOptimizer
{
    public static ITrainingOptimizer AdamW(IReadOnlyList<ParameterGroup> groups, AdamWSettings settings) =>
        FusedAdamW.CanUpdate(groups) ? new FusedAdamW(groups, settings) : new TorchAdamW(groups, settings);
}
