using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Training.Optimizers;

/// <summary>
/// SGD whose step in each matrix is as long as a share of that matrix (You et al., "Large Batch Training of Convolutional Networks", 2017): what
/// lets a linear probe learn from 16,384 images a step. Biases and other vectors are updated by plain SGD and never decay, as in MoCo v3 and MAE.
/// </summary>
internal sealed class Lars(IReadOnlyList<ParameterGroup> groups, LarsSettings settings) : TensorOptimizer(groups, "momentum")
{
    protected override void Update(Tensor parameter, Tensor gradient, Tensor[] running, double learningRate, double weightDecay)
    {
        var update = parameter.dim() > 1 ? Scaled(parameter, gradient + parameter * weightDecay) : gradient;
        parameter.add_(running[0].mul_(settings.Momentum).add_(update), -learningRate);
    }

    /// <summary>The update at its length; as it is where the weights or the update are zero.</summary>
    private Tensor Scaled(Tensor weights, Tensor update)
    {
        var (weightNorm, updateNorm) = (weights.norm(), update.norm());
        var scale = weightNorm * settings.TrustCoefficient / updateNorm;
        var usable = weightNorm.gt(0).logical_and(updateNorm.gt(0));
        return update * where(usable, scale, ones_like(scale));
    }
}
