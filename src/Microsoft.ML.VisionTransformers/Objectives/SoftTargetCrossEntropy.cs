using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Objectives;

/// <summary>Cross entropy against a distribution a row, for label smoothing, mixup and cutmix: mean over rows of -sum(target * log softmax(logits)).</summary>
internal static class SoftTargetCrossEntropy
{
    /// <param name="logits">[B, K].</param>
    /// <param name="targets">[B, K], rows that sum to 1.</param>
    public static Tensor Loss(Tensor logits, Tensor targets) =>
        -(targets * nn.functional.log_softmax(logits, 1)).sum(1).mean();

    /// <summary>Classes as distributions: 1 - s on the class, and s spread over all classes, the class itself included.</summary>
    /// <param name="labels">[B] 64-bit classes.</param>
    /// <param name="classes">K.</param>
    /// <param name="smoothing">s, in 0..1.</param>
    /// <returns>[B, K] on the device of the labels.</returns>
    public static Tensor Smooth(Tensor labels, long classes, double smoothing)
    {
        var spread = torch.full([labels.shape[0], classes], smoothing / classes, dtype: ScalarType.Float32, device: labels.device);
        return spread.scatter(1, labels.unsqueeze(1), torch.full([labels.shape[0], 1], 1 - smoothing + smoothing / classes, dtype: ScalarType.Float32, device: labels.device));
    }
}
