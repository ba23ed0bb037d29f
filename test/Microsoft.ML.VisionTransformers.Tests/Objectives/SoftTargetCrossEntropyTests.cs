using Microsoft.ML.VisionTransformers.Objectives;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Tests.Objectives;

public class SoftTargetCrossEntropyTests
{
    [Fact]
    public void EqualsCrossEntropyWithSmoothing()
    {
        using var scope = torch.NewDisposeScope();
        var logits = torch.tensor(new float[] { 1, 2, 0.5f, -1, 0, 3 }, [2, 3]);
        var labels = torch.tensor(new long[] { 1, 0 });
        var targets = SoftTargetCrossEntropy.Smooth(labels, 3, 0.1);

        Assert.Equal(1, targets.sum(1)[0].ToSingle(), 1e-6);
        Assert.Equal(0.9f + 0.1f / 3, targets[0, 1].ToSingle(), 1e-6);
        Assert.Equal(
            nn.functional.cross_entropy(logits, labels, label_smoothing: 0.1).ToSingle(),
            SoftTargetCrossEntropy.Loss(logits, targets).ToSingle(), 1e-6);
    }

    [Fact]
    public void IsTheLogOfTheClassCountForEqualLogits()
    {
        using var scope = torch.NewDisposeScope();
        var targets = torch.tensor(new float[] { 0.3f, 0.7f, 0, 0 }, [1, 4]);
        Assert.Equal(Math.Log(4), SoftTargetCrossEntropy.Loss(torch.zeros(1, 4), targets).ToSingle(), 1e-6);
    }
}
