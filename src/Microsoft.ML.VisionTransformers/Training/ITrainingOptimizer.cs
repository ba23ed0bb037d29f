using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Training;

/// <summary>What the loop needs of an optimizer.</summary>
internal interface ITrainingOptimizer : IDisposable
{
    /// <summary>Steps taken so far; set when a run goes on.</summary>
    long StepCount { get; set; }

    /// <summary>Running values by <c>PARAMETER/KIND</c>, as they are in memory: saved with a run, and written into when it goes on.</summary>
    IReadOnlyDictionary<string, Tensor> State { get; }

    /// <summary>Updates the parameters from their gradients, and clears those. Parameters without a gradient stay as they are.</summary>
    void Step(double learningRate);
}
