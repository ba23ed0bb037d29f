using System.Collections.ObjectModel;
using Microsoft.ML.VisionTransformers.Data;
using static TorchSharp.torch;

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

    /// <summary>Tensors beside the network's weights that what is learnt depends on, by name: saved with a run, and written into when it goes on. Default none.</summary>
    IReadOnlyDictionary<string, Tensor> State => ReadOnlyDictionary<string, Tensor>.Empty;

    /// <summary>Comes before each batch of a training. Default nothing.</summary>
    /// <param name="seed">Of all that is drawn for that batch.</param>
    void Seed(long seed)
    {
    }

    /// <summary>Follows a step of the optimizer. Default nothing.</summary>
    /// <param name="step">From 1.</param>
    void AfterStep(long step)
    {
    }
}
