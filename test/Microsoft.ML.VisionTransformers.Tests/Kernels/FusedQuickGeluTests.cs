using Microsoft.ML.VisionTransformers.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Tests.Kernels;

public class FusedQuickGeluTests
{
    // 64-bit tensors are left to libtorch's operations.
    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Float64)]
    public void IsXTimesTheSigmoidOf1702X(ScalarType type)
    {
        using var scope = NewDisposeScope();
        var x = linspace(-120, 120, 100_007).to(type).requires_grad_();
        var y = FusedQuickGelu.Consume(x);
        var numbers = x.detach().to(float32).data<float>().ToArray().Select(v => v / (1 + Math.Exp(-1.702 * v))).ToArray();
        Assert.True((y.to(float32) - tensor(numbers).to(float32)).abs().max().item<float>() < 2e-6f);

        y.sum().backward();
        var slopes = x.detach().to(float32).data<float>().ToArray().Select(v => { var s = 1 / (1 + Math.Exp(-1.702 * v)); return s + 1.702 * v * s * (1 - s); }).ToArray();
        Assert.True((x.grad!.to(float32) - tensor(slopes).to(float32)).abs().max().item<float>() < 2e-6f);
    }

    [Fact]
    public void WithoutAGraphTheInputIsReused()
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var x = tensor(new[] { 1f, -1f });
        var y = FusedQuickGelu.Consume(x);
        Assert.Equal(0.8457958f, y[0].item<float>(), 1e-6f);
        Assert.Equal(y[1].item<float>(), x[1].item<float>());
    }

    [Fact]
    public void DiffersFromGeluByUpTo002()
    {
        using var scope = NewDisposeScope();
        var x = linspace(-5, 5, 1001);
        var off = (FusedGelu.Consume(x.clone()) - FusedQuickGelu.Consume(x.clone())).abs().max().item<float>();
        Assert.InRange(off, 0.019f, 0.021f);
    }
}
