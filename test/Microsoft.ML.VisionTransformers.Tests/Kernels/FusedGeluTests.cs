using Microsoft.ML.VisionTransformers.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Tests.Kernels;

public class FusedGeluTests
{
    [Fact]
    public void EqualsLibtorchsForwardsAndBackwards()
    {
        using var scope = NewDisposeScope();
        var x = linspace(-12, 12, 10_007);
        var (ours, theirs) = (x.clone().requires_grad_(), x.clone().requires_grad_());
        var y = FusedGelu.Consume(ours);
        var expected = nn.functional.gelu(theirs);
        Assert.True((y - expected).abs().max().item<float>() < 2e-6f);
        (y * x).sum().backward();
        (expected * x).sum().backward();
        Assert.True((ours.grad! - theirs.grad!).abs().max().item<float>() < 2e-5f);
    }

    [Fact]
    public void WithoutAGraphTheInputIsReused()
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var x = tensor(new[] { 1f, -1f });
        var y = FusedGelu.Consume(x);
        Assert.Equal(0.8413447f, y[0].item<float>(), 1e-6f);
        Assert.Equal(y[1].item<float>(), x[1].item<float>());
    }
}
