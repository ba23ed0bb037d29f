using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Objectives;

/// <summary>What an objective says of one batch.</summary>
/// <param name="Loss">A scalar with a gradient: the mean over the batch.</param>
/// <param name="Correct">How many examples were classified right; null where there is no such thing.</param>
internal sealed record ObjectiveResult(Tensor Loss, Tensor? Correct = null);
