using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Training.Optimizers;

/// <summary>
/// Stochastic gradient descent with momentum, equal to <c>torch.optim.SGD</c>: the weight decay joins the gradient, and the first gradient
/// starts the momentum. The original ViT fine-tunes with it (Dosovitskiy et al., 2021: momentum 0.9, no weight decay, gradients clipped at 1).
/// </summary>
internal sealed class Sgd(IReadOnlyList<ParameterGroup> groups, double momentum) : TensorOptimizer(groups, "momentum")
{
    protected override void Update(Tensor parameter, Tensor gradient, Tensor[] running, double learningRate, double weightDecay)
    {
        if (weightDecay > 0)
            gradient = gradient + parameter * weightDecay;
        parameter.add_(running[0].mul_(momentum).add_(gradient), -learningRate);
    }
}
