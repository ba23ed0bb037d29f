using Microsoft.ML.VisionTransformers.Modules;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Tests.Modules;

public class PositionEmbeddingTests
{
    [Fact]
    public void PrefixRowsAreKept()
    {
        using var scope = NewDisposeScope();
        var table = arange(0, 2 * (2 + 6), dtype: ScalarType.Float32).view(1, 8, 2);
        var resampled = PositionEmbedding.Resample(table, 2, new PatchGrid(2, 3), new PatchGrid(5, 4), PositionResampling.Plain);
        Assert.Equal([1L, 22, 2], resampled.shape);
        Assert.Equal(new float[] { 0, 1, 2, 3 }, resampled.narrow(1, 0, 2).reshape(4).data<float>().ToArray());
    }

    [Fact]
    public void ALinearRampStaysMonotonic()
    {
        using var scope = NewDisposeScope();
        var ramp = arange(0, 4, dtype: ScalarType.Float32).view(1, 4, 1);
        var wide = PositionEmbedding.Resample(ramp, 0, new PatchGrid(1, 4), new PatchGrid(1, 8), PositionResampling.Antialias)
            .reshape(8).data<float>().ToArray();
        Assert.Equal(wide.Order(), wide);
        Assert.Equal(3, wide[^1] + wide[0], 1e-5f); // Symmetric about the middle.
    }

    [Fact]
    public void GradientsFlowThroughResampling()
    {
        using var scope = NewDisposeScope();
        var table = ones(1, 5, 3).requires_grad_();
        PositionEmbedding.Resample(table, 1, new PatchGrid(2, 2), new PatchGrid(3, 3), PositionResampling.Antialias).sum().backward();
        // Every output's weights sum to one: nine outputs spread over four inputs, and the prefix passes one to one.
        var gradient = table.grad!.select(2, 0).reshape(5).data<float>().ToArray();
        Assert.Equal(1, gradient[0], 1e-5f);
        Assert.Equal(9, gradient.Skip(1).Sum(), 1e-4f);
    }

    [Fact]
    public void ATableOfAnotherGridIsRefused()
    {
        using var table = zeros(1, 10, 4);
        var error = Assert.Throws<ArgumentException>(
            () => PositionEmbedding.Resample(table, 1, new PatchGrid(4, 4), new PatchGrid(2, 2), PositionResampling.Plain));
        Assert.Contains("10 rows", error.Message);
    }

    [Fact]
    public void SinesEncodeTheColumnFirst()
    {
        using var table = PositionEmbedding.SinCos(8, new PatchGrid(2, 3), prefix: 1);
        var values = table.reshape(7 * 8).data<float>().ToArray();
        Assert.All(values[..8], value => Assert.Equal(0, value));
        var second = values[16..24]; // Row 0, column 1.
        Assert.Equal(MathF.Sin(1), second[0], 1e-6f);
        Assert.Equal(MathF.Cos(1), second[2], 1e-6f);
        Assert.Equal([0, 0, 1, 1], second[4..]);
    }
}
