using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Training;

/// <summary>
/// SGD whose step in each matrix is as long as a share of that matrix (You et al., "Large Batch Training of Convolutional Networks", 2017): what
/// lets a linear probe learn from 16,384 images a step. Biases and other vectors are updated by plain SGD and never decay, as in MoCo v3 and MAE.
/// </summary>
internal sealed class Lars : ITrainingOptimizer
{
    private readonly (Parameter Parameter, Tensor Momentum, ParameterGroup Group)[] _rows;
    private readonly LarsSettings _settings;

    public Lars(IReadOnlyList<ParameterGroup> groups, LarsSettings settings)
    {
        _settings = settings;
        _rows = [.. groups.SelectMany(group => group.Parameters.Select(
            row => (row.Parameter, zeros_like(row.Parameter).DetachFromDisposeScope(), group)))];
    }

    public void Step(double learningRate)
    {
        using var guard = no_grad();
        foreach (var (parameter, momentum, group) in _rows)
        {
            using var scope = NewDisposeScope();
            if (parameter.grad is not { } update) // a part of the network that this objective does not reach
                continue;
            if (parameter.dim() > 1)
                update = Scaled(parameter, update + parameter * group.WeightDecay);
            momentum.mul_(_settings.Momentum).add_(update);
            parameter.add_(momentum, -learningRate * group.LearningRateScale);
            parameter.grad = null;
        }
    }

    public void Dispose()
    {
        foreach (var (_, momentum, _) in _rows)
            momentum.Dispose();
    }

    /// <summary>The update at its length; as it is where the weights or the update are zero.</summary>
    private Tensor Scaled(Parameter weights, Tensor update)
    {
        var (weightNorm, updateNorm) = (weights.norm(), update.norm());
        var scale = weightNorm * _settings.TrustCoefficient / updateNorm;
        var usable = weightNorm.gt(0).logical_and(updateNorm.gt(0));
        return update * where(usable, scale, ones_like(scale));
    }
}
