using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Training.Optimizers;

/// <summary>
/// LAMB (You et al., "Large Batch Optimization for Deep Learning", 2020): Adam's step, with weight decay added, rescaled so that each tensor
/// moves in proportion to its own length. Tensors without weight decay (biases, norms) take Adam's step as it is, as in timm.
/// </summary>
internal sealed class Lamb(IReadOnlyList<ParameterGroup> groups, AdamWSettings settings) : TensorOptimizer(groups, "mean", "square")
{
    protected override void Update(Tensor parameter, Tensor gradient, Tensor[] running, double learningRate, double weightDecay)
    {
        var (mean, square) = (running[0], running[1]);
        mean.mul_(settings.Beta1).add_(gradient, 1 - settings.Beta1);
        square.mul_(settings.Beta2).addcmul_(gradient, gradient, 1 - settings.Beta2);
        var (meanBias, squareBias) = (1 - Math.Pow(settings.Beta1, StepCount), 1 - Math.Pow(settings.Beta2, StepCount));
        var update = (mean / meanBias).div_(square.sqrt().div_(Math.Sqrt(squareBias)).add_(settings.Epsilon));
        double trust = 1;
        if (weightDecay > 0)
        {
            update.add_(parameter, weightDecay);
            double weight = parameter.norm().ToDouble(), step = update.norm().ToDouble();
            trust = weight > 0 && step > 0 ? weight / step : 1;
        }
        parameter.add_(update, -learningRate * trust);
    }
}
