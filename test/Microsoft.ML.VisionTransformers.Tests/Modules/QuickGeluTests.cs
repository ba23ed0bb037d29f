using Microsoft.ML.VisionTransformers.Modules;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Tests.Modules;

public class QuickGeluTests
{
    [Fact]
    public void IsXTimesTheSigmoidOf1702X()
    {
        using var scope = NewDisposeScope();
        var x = linspace(-12, 12, 10_007).requires_grad_();
        var y = Activation.QuickGelu.Consume(x);
        var numbers = x.detach().data<float>().ToArray().Select(v => v / (1 + Math.Exp(-1.702 * v))).ToArray();
        Assert.True((y - tensor(numbers).to(float32)).abs().max().item<float>() < 2e-6f);

        y.sum().backward();
        var slopes = x.detach().data<float>().ToArray().Select(v => { var s = 1 / (1 + Math.Exp(-1.702 * v)); return s + 1.702 * v * s * (1 - s); }).ToArray();
        Assert.True((x.grad! - tensor(slopes).to(float32)).abs().max().item<float>() < 2e-6f);
    }

    [Fact]
    public void WithoutAGraphTheInputIsReused()
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var x = tensor(new[] { 1f, -1f });
        var y = Activation.QuickGelu.Consume(x);
        Assert.Equal(0.8457958f, y[0].item<float>(), 1e-6f);
        Assert.Equal(y[1].item<float>(), x[1].item<float>());
    }

    [Fact]
    public void DiffersFromGeluByUpTo002()
    {
        using var scope = NewDisposeScope();
        var x = linspace(-5, 5, 1001);
        var off = (Activation.Gelu.Consume(x.clone()) - Activation.QuickGelu.Consume(x.clone())).abs().max().item<float>();
        Assert.InRange(off, 0.019f, 0.021f);
    }
}
