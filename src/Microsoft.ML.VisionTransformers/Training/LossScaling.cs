namespace Microsoft.ML.VisionTransformers.Training;

/// <summary>Where a <see cref="LossScaler"/> is.</summary>
/// <param name="Scale">What losses are multiplied with.</param>
/// <param name="Steps">Steps without an overflow since the scale last changed.</param>
/// <param name="Skipped">Steps that were skipped in the whole training.</param>
internal sealed record LossScaling(double Scale, int Steps = 0, long Skipped = 0);
