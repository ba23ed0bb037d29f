using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Training;

/// <summary>
/// Two optimizers as one, of which the second began later: its parameters were frozen until then. It counts its own steps, or Adam's correction
/// of young means would be missing and its first steps three times too long.
/// </summary>
/// <param name="first">Has stepped from the beginning; disposed with this.</param>
/// <param name="later">Of other parameters; disposed with this.</param>
/// <param name="before">Steps that the first had taken when the second began.</param>
internal sealed class StagedOptimizer(ITrainingOptimizer first, ITrainingOptimizer later, long before) : ITrainingOptimizer
{
    public long StepCount
    {
        get => first.StepCount;
        set => (first.StepCount, later.StepCount) = (value, value - before);
    }

    public IReadOnlyDictionary<string, Tensor> State { get; } = first.State.Concat(later.State).ToDictionary();

    public void Step(double learningRate)
    {
        first.Step(learningRate);
        later.Step(learningRate);
    }

    public void Dispose()
    {
        first.Dispose();
        later.Dispose();
    }
}
