using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Objectives;

/// <summary>What an objective says of one batch.</summary>
/// <param name="Loss">A scalar: the mean over the batch. It has a gradient, unless <see cref="Gradient"/> is there.</param>
/// <param name="Correct">How many examples were classified right; null where there is no such thing.</param>
/// <param name="Outputs">What the network gave, <c>[B, K]</c>, or <c>[B, 1]</c> of a binary classifier; null where that is not what is evaluated.</param>
internal sealed record ObjectiveResult(Tensor Loss, Tensor? Correct = null, Tensor? Outputs = null)
{
    /// <summary>
    /// Adds the gradient of a multiple of the loss to the parameters', where that takes more than going back through one graph; null: it doesn't.
    /// </summary>
    public Action<double>? Gradient { get; init; }

    /// <summary>Adds the gradient of <paramref name="weight"/> times the loss to the parameters'; once.</summary>
    public void Backward(double weight = 1)
    {
        if (Gradient is not null)
        {
            Gradient(weight);
            return;
        }
        if (weight == 1)
        {
            Loss.backward();
            return;
        }
        using var weighed = Loss * weight;
        weighed.backward();
    }
}
