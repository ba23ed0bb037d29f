using Microsoft.ML.VisionTransformers.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Objectives;

/// <summary>
/// One class an image: cross entropy with label smoothing while training, without it when validating. Of mixed images, whose targets are
/// smoothed already, the class with the larger share is the right one.
/// </summary>
internal sealed class ClassificationObjective(nn.Module<Tensor, Tensor> network, double labelSmoothing = 0) : IObjective
{
    public ObjectiveResult Compute(Batch batch, bool training)
    {
        var logits = network.call(batch.Images); // [B, K]
        var loss = batch.Targets is null
            ? nn.functional.cross_entropy(logits, batch.Labels, label_smoothing: training ? labelSmoothing : 0)
            : SoftTargetCrossEntropy.Loss(logits, batch.Targets);
        using var guard = torch.no_grad();
        return new ObjectiveResult(loss, logits.argmax(1).eq(batch.Targets?.argmax(1) ?? batch.Labels).sum());
    }
}
