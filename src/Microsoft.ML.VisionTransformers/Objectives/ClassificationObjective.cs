using Microsoft.ML.VisionTransformers.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Objectives;

/// <summary>One class an image: cross entropy with label smoothing while training, without it when validating.</summary>
internal sealed class ClassificationObjective(nn.Module<Tensor, Tensor> network, double labelSmoothing = 0) : IObjective
{
    public ObjectiveResult Compute(Batch batch, bool training)
    {
        var logits = network.call(batch.Images); // [B, K]
        var loss = nn.functional.cross_entropy(logits, batch.Labels, label_smoothing: training ? labelSmoothing : 0);
        using var guard = torch.no_grad();
        return new ObjectiveResult(loss, logits.argmax(1).eq(batch.Labels).sum());
    }
}
