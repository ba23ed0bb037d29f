using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Training.Optimizers;

/// <summary>
/// Adam (Kingma and Ba, 2015), and AdamW (Loshchilov and Hutter, 2019) with <paramref name="decoupled"/>: there weight decay shrinks the
/// parameter itself instead of joining the gradient. Equal to <c>torch.optim.Adam</c> and <c>AdamW</c>.
/// </summary>
internal sealed class Adam(IReadOnlyList<ParameterGroup> groups, AdamWSettings settings, bool decoupled) : TensorOptimizer(groups, "mean", "square")
{
    protected override void Update(Tensor parameter, Tensor gradient, Tensor[] running, double learningRate, double weightDecay)
    {
        var (mean, square) = (running[0], running[1]);
        if (decoupled)
            parameter.mul_(1 - learningRate * weightDecay);
        else if (weightDecay > 0)
            gradient = gradient + parameter * weightDecay;
        mean.mul_(settings.Beta1).add_(gradient, 1 - settings.Beta1);
        square.mul_(settings.Beta2).addcmul_(gradient, gradient, 1 - settings.Beta2);
        var (meanBias, squareBias) = (1 - Math.Pow(settings.Beta1, StepCount), 1 - Math.Pow(settings.Beta2, StepCount));
        var denominator = square.sqrt().div_(Math.Sqrt(squareBias)).add_(settings.Epsilon);
        parameter.addcdiv_(mean, denominator, -learningRate / meanBias);
    }
}
