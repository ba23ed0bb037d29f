namespace Microsoft.ML.VisionTransformers.Training;

/// <summary>How a training went. The network holds the best weights.</summary>
/// <param name="Reason">Why it ended.</param>
/// <param name="BestEpoch">The epoch, from 1, whose weights the network holds.</param>
/// <param name="History">All completed epochs.</param>
internal sealed record TrainingOutcome(StopReason Reason, int BestEpoch, IReadOnlyList<TrainingMetrics> History);
