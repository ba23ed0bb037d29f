using Microsoft.ML.VisionTransformers.Data;
using Microsoft.ML.VisionTransformers.Modules;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Objectives;

/// <summary>
/// One class an image: cross entropy with label smoothing while training, without it when validating. Of mixed images, whose targets are
/// smoothed already, the class with the larger share is the right one.
/// </summary>
/// <param name="network">From images to logits, one a class, or one for two classes.</param>
/// <param name="labelSmoothing">Share of the target spread over all classes, while training.</param>
/// <param name="classWeights">How much an image of each class counts, while training; null = all the same. Mixed images count by their shares.</param>
internal sealed class ClassificationObjective(nn.Module<Tensor, Tensor> network, double labelSmoothing = 0, float[]? classWeights = null) : IObjective
{
    public ObjectiveResult Compute(Batch batch, bool training)
    {
        var outputs = network.call(batch.Images);   // [B, K], or [B, 1]
        var logits = ClassLogits.Of(outputs);       // [B, K]
        var loss = training && classWeights is not null ? Weighed(logits, batch, classWeights)
            : batch.Targets is null ? nn.functional.cross_entropy(logits, batch.Labels, label_smoothing: training ? labelSmoothing : 0)
            : SoftTargetCrossEntropy.Loss(logits, batch.Targets);
        using var guard = torch.no_grad();
        return new ObjectiveResult(loss, logits.argmax(1).eq(batch.Targets?.argmax(1) ?? batch.Labels).sum(), outputs);
    }

    /// <summary>Divided by the number of images, not by their weights: so each counts the same in whatever batch it is.</summary>
    private Tensor Weighed(Tensor logits, Batch batch, float[] weights)
    {
        var byClass = tensor(weights, device: logits.device);                                     // [K]
        var losses = batch.Targets is null
            ? nn.functional.cross_entropy(logits, batch.Labels, reduction: nn.Reduction.None, label_smoothing: labelSmoothing)
            : -(batch.Targets * nn.functional.log_softmax(logits, 1)).sum(1);                     // [B]
        var byImage = batch.Targets is null ? byClass.index_select(0, batch.Labels) : (batch.Targets * byClass).sum(1);
        return (losses * byImage).mean();
    }
}
