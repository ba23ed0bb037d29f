using TorchSharp.Modules;

namespace Microsoft.ML.VisionTransformers.Training;

/// <summary>Parameters that are updated alike.</summary>
/// <param name="Parameters">They.</param>
/// <param name="WeightDecay">Their decoupled weight decay.</param>
/// <param name="LearningRateScale">What the schedule's learning rate is multiplied with.</param>
internal sealed record ParameterGroup(IReadOnlyList<(string Name, Parameter Parameter)> Parameters, double WeightDecay, double LearningRateScale = 1);
