using Microsoft.ML.VisionTransformers.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Tests.Training;

public class LossScalerTests
{
    // As torch.cuda.amp.GradScaler() goes: 65536 at first, halved by an overflow, doubled by the 2000th step in a row without one.
    [Fact]
    public void TheScaleMovesAsGradScalers()
    {
        var scaler = new LossScaler();
        Assert.Equal(new LossScaling(65536), scaler.State);
        Steps(scaler, 1999);
        Assert.Equal(new LossScaling(65536, 1999), scaler.State);
        Steps(scaler, 1);
        Assert.Equal(new LossScaling(131072), scaler.State);
        Steps(scaler, 5);
        Assert.False(scaler.Unscale([tensor(float.PositiveInfinity)]));
        Assert.Equal(new LossScaling(65536, 0, 1), scaler.State);
        Assert.False(scaler.Unscale([tensor(1f), tensor(new[] { 0f, float.NaN })]));
        Assert.Equal(new LossScaling(32768, 0, 2), scaler.State);
        Steps(scaler, 2000);
        Assert.Equal(new LossScaling(65536, 0, 2), scaler.State);
    }

    [Fact]
    public void GradientsAreDividedByTheScale()
    {
        using var scope = NewDisposeScope();
        var (a, b) = (tensor(new[] { 65536f, -1f }), tensor(32768f));
        Assert.True(new LossScaler().Unscale([a, b]));
        Assert.Equal([1f, -1f / 65536, 0.5f], cat([a, b.view(1)]).data<float>().ToArray());
    }

    [Fact]
    public void TheScaleStaysAFloat()
    {
        var scaler = new LossScaler(3e38) { State = new LossScaling(3e38, 1999) };
        Steps(scaler, 1);
        Assert.Equal(new LossScaling(3e38), scaler.State);
    }

    [Fact]
    public void GradientsThatOverflowAtAnyScaleAreNotHidden()
    {
        var scaler = new LossScaler(1);
        int skipped = 0;
        while (!scaler.Unscale([tensor(float.NaN)]))
            skipped++;
        Assert.Equal(15, skipped); // 1, 1/2, ... 1/16384
        Assert.Equal(15, scaler.State.Skipped);
    }

    private static void Steps(LossScaler scaler, int count)
    {
        for (var i = 0; i < count; i++)
        {
            using var scope = NewDisposeScope();
            Assert.True(scaler.Unscale([ones(1)]));
        }
    }
}
