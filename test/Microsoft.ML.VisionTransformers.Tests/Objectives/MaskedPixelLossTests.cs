using Microsoft.ML.VisionTransformers.Objectives;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Tests.Objectives;

public class MaskedPixelLossTests
{
    [Fact]
    public void ThePixelsOfAPatchAreNormalisedByTheirUnbiasedVariance()
    {
        using var scope = NewDisposeScope();
        var image = tensor(new float[] { 1, 2, 3, 6 }).reshape(1, 1, 2, 2); // mean 3, squares 4 + 1 + 0 + 9 = 14
        var target = MaskedPixelLoss.Target(image, 2, normalize: true);
        var deviation = Math.Sqrt(14 / 3.0 + 1e-6);
        Assert.Equal([.. new[] { -2, -1, 0, 3 }.Select(value => (float)(value / deviation))], target.data<float>().ToArray(), (a, b) => Math.Abs(a - b) < 1e-6f);
        Assert.Equal([1f, 2f, 3f, 6f], MaskedPixelLoss.Target(image, 2, normalize: false).data<float>().ToArray());
    }

    [Fact]
    public void APatchOfOneColourHasNoDeviationToDivideBy()
        => Assert.Equal(0, MaskedPixelLoss.Target(full([1, 3, 4, 4], 0.3f), 4, normalize: true).abs().max().item<float>(), 1e-3);

    [Fact]
    public void HiddenPatchesCountAlikeWhateverImageTheyAreOf()
    {
        using var scope = NewDisposeScope();
        var target = zeros(2, 2, 1);
        var prediction = tensor(new float[] { 1, 2, 3, 4 }).reshape(2, 2, 1);
        var hidden = tensor(new float[] { 1, 0, 1, 1 }).reshape(2, 2);
        Assert.Equal((1 + 9 + 16) / 3f, MaskedPixelLoss.Loss(prediction, target, hidden).item<float>(), 1e-6);
    }

    [Fact]
    public void SeveralMasksShareATarget()
    {
        using var scope = NewDisposeScope();
        var target = tensor(new float[] { 1, 5 }).reshape(2, 1, 1);
        var prediction = tensor(new float[] { 1, 5, 2, 7 }).reshape(4, 1, 1); // mask by mask
        Assert.Equal((0 + 0 + 1 + 4) / 4f, MaskedPixelLoss.Loss(prediction, target, ones(4, 1)).item<float>(), 1e-6);
    }
}
