using Microsoft.ML.VisionTransformers.Modules;

namespace Microsoft.ML.VisionTransformers.Tests.Modules;

public class CubicKernelTests
{
    [Theory]
    [InlineData(4, 7, PositionResampling.Plain)]
    [InlineData(4, 7, PositionResampling.Antialias)]
    [InlineData(9, 2, PositionResampling.Plain)]
    [InlineData(9, 2, PositionResampling.Antialias)]
    [InlineData(1, 3, PositionResampling.Antialias)]
    public void WeightsOfEachOutputSumToOne(int input, int output, PositionResampling kernel)
    {
        var weights = CubicKernel.Weights(input, output, kernel);
        for (var row = 0; row < output; row++)
            Assert.Equal(1, weights.AsSpan(row * input, input).ToArray().Sum(), 1e-6);
    }

    [Theory]
    [InlineData(PositionResampling.Plain)]
    [InlineData(PositionResampling.Antialias)]
    public void SameSizeIsTheIdentity(PositionResampling kernel)
    {
        var weights = CubicKernel.Weights(5, 5, kernel);
        for (var i = 0; i < 25; i++)
            Assert.Equal(i % 6 == 0 ? 1 : 0, weights[i], 1e-7f);
    }

    [Fact]
    public void KernelsDifferAlsoWhenEnlarging()
    {
        var plain = CubicKernel.Weights(2, 4, PositionResampling.Plain);
        var antialias = CubicKernel.Weights(2, 4, PositionResampling.Antialias);

        // A quarter of the way between two samples: a = -0.75 adds the outer taps to the border samples, a = -0.5 leaves them out and normalises.
        Assert.Equal(new[] { 0.7734375f, 0.2265625f }, plain.AsSpan(2, 2).ToArray());
        Assert.Equal(0.79285717f, antialias[2], 1e-6f);
    }
}
