using Microsoft.ML.VisionTransformers.Objectives;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Tests.Objectives;

public class ContrastiveLossTests
{
    [Fact]
    public void IsTheLogOfTheBatchWhenAllFeaturesAreAlike()
    {
        using var scope = torch.NewDisposeScope();
        Assert.Equal(Math.Log(5), ContrastiveLoss.Loss(torch.ones(5, 3), torch.ones(5, 3), torch.tensor(2.6593f)).ToSingle(), 1e-6);
    }

    [Fact]
    public void CountsBothDirections()
    {
        using var scope = torch.NewDisposeScope();
        // Cosines [[1, 0], [1, 0]]: both images look like text 0. At a scale of 1 the rows lose log(1 + 1/e) and log(1 + e), the columns log 2.
        var images = torch.tensor(new float[] { 2, 0, 7, 0 }, [2, 2]);
        var texts = torch.tensor(new float[] { 3, 0, 0, 0.1f }, [2, 2]);
        double rows = (Math.Log(1 + Math.Exp(-1)) + Math.Log(1 + Math.E)) / 2, columns = Math.Log(2);

        Assert.Equal((rows + columns) / 2, ContrastiveLoss.Loss(images, texts, torch.tensor(0f)).ToSingle(), 1e-6);
    }

    [Fact]
    public void LeavesAFeatureOfZerosFinite()
    {
        using var scope = torch.NewDisposeScope();
        var images = torch.zeros(2, 2, requires_grad: true);
        ContrastiveLoss.Loss(images, torch.eye(2), torch.tensor(0f)).backward();
        Assert.True(images.grad!.isfinite().all().ToBoolean());
    }

    [Fact]
    public void LabelsThatAllDifferChangeNothing()
    {
        using var scope = torch.NewDisposeScope();
        torch.manual_seed(4);
        Tensor images = torch.randn(6, 5), texts = torch.randn(6, 5), scale = torch.tensor(2f);
        var labelled = ContrastiveLoss.Loss(images, texts, scale, torch.tensor(new long[] { 9, 3, 5, 0, 1, 7 }));
        Assert.Equal(ContrastiveLoss.Loss(images, texts, scale).ToSingle(), labelled.ToSingle(), 1e-6);
    }

    [Fact]
    public void EqualTextsAreAllRight()
    {
        using var scope = torch.NewDisposeScope();
        // Two images of one text, and a third: each of the two has to find either text, so half of the target is on each.
        var images = torch.tensor(new float[] { 1, 0, 1, 0, 0, 1 }, [3, 2]);
        var loss = ContrastiveLoss.Loss(images, images, torch.tensor(0f), torch.tensor(new long[] { 4, 4, 8 }));
        double pair = Math.Log(2 * Math.E + 1) - 1, alone = Math.Log(Math.E + 2) - 1;
        Assert.Equal((2 * pair + alone) / 3, loss.ToSingle(), 1e-6);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void OneOfOneProcessIsThePlainLoss(bool local, bool withGradient)
    {
        using var scope = torch.NewDisposeScope();
        torch.manual_seed(3);
        Tensor images = torch.randn(4, 6), texts = torch.randn(4, 6), scale = torch.tensor(1.5f);
        var loss = ContrastiveLoss.Loss(images, texts, scale, new Alone(), local, withGradient);
        Assert.Equal(ContrastiveLoss.Loss(images, texts, scale).ToSingle(), loss.ToSingle(), 1e-6);
    }

    private sealed class Alone : IFeatureGather
    {
        public int Rank => 0;

        public (Tensor Images, Tensor Texts) Gather(Tensor images, Tensor texts, bool withGradient)
            => withGradient ? (images, texts) : (images.detach(), texts.detach());
    }
}
