namespace Microsoft.ML.VisionTransformers.Training;

/// <summary>What the loop needs of an optimizer.</summary>
internal interface ITrainingOptimizer : IDisposable
{
    /// <summary>Updates the parameters from their gradients, and clears those.</summary>
    void Step(double learningRate);
}
