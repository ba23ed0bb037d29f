using Microsoft.ML.VisionTransformers.Data;

namespace Microsoft.ML.VisionTransformers.Objectives;

/// <summary>
/// What a network is trained for. It holds its network, runs it on a batch and returns the loss: classification, contrastive and
/// masked training differ in nothing else, so one loop serves them.
/// </summary>
internal interface IObjective
{
    /// <param name="batch">The examples.</param>
    /// <param name="training">Off for validation: the loss is then the plain one, without smoothing.</param>
    ObjectiveResult Compute(Batch batch, bool training);
}
