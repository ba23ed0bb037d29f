using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Training.Optimizers;

/// <summary>
/// An optimizer in libtorch's own operations, for any device: a parameter at a time, with its running values beside it. TorchSharp's
/// optimizers do not hand out theirs in a form that can be saved with a run.
/// </summary>
internal abstract class TensorOptimizer : ITrainingOptimizer
{
    private readonly List<(Parameter Parameter, ParameterGroup Group, Tensor[] Running)> _rows = [];
    private readonly Dictionary<string, Tensor> _state = [];

    /// <param name="groups">The parameters.</param>
    /// <param name="kinds">Names of the running values that each parameter has, of its shape and 0 at first.</param>
    protected TensorOptimizer(IEnumerable<ParameterGroup> groups, params string[] kinds)
    {
        foreach (var group in groups)
        {
            foreach (var (name, parameter) in group.Parameters)
            {
                var running = kinds.Select(_ => zeros_like(parameter, requires_grad: false).DetachFromDisposeScope()).ToArray();
                for (int i = 0; i < kinds.Length; i++)
                    _state[$"{name}/{kinds[i]}"] = running[i];
                _rows.Add((parameter, group, running));
            }
        }
    }

    public long StepCount { get; set; }

    public IReadOnlyDictionary<string, Tensor> State => _state;

    public void Step(double learningRate)
    {
        using var guard = no_grad();
        StepCount++;
        foreach (var (parameter, group, running) in _rows)
        {
            using var scope = NewDisposeScope();
            if (parameter.grad is not { } gradient)
                continue;
            Update(parameter, gradient, running, learningRate * group.LearningRateScale, group.WeightDecay);
            parameter.grad = null;
        }
    }

    /// <summary>One parameter's step; gradients are not recorded, and temporary tensors are disposed of by the caller.</summary>
    /// <param name="parameter">Changed in place.</param>
    /// <param name="gradient">May be used as scratch.</param>
    /// <param name="running">The running values, changed in place.</param>
    /// <param name="learningRate">Of this parameter.</param>
    /// <param name="weightDecay">Of this parameter.</param>
    protected abstract void Update(Tensor parameter, Tensor gradient, Tensor[] running, double learningRate, double weightDecay);

    public void Dispose()
    {
        foreach (var tensor in _state.Values)
            tensor.Dispose();
    }
}
