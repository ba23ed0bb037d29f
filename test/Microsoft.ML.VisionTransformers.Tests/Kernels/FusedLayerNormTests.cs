using Microsoft.ML.VisionTransformers.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Tests.Kernels;

[Collection("Kernels")]
public class FusedLayerNormTests
{
    [Theory]
    [InlineData(1, 3)]
    [InlineData(5, 16)]
    [InlineData(40, 33)]
    [InlineData(300, 96)]
    [InlineData(7, 384)]
    public void EqualsTheNormInSixtyFourBits(int rows, int width)
    {
        Assert.True(KernelLibrary.IsAvailable);
        using var scope = NewDisposeScope();
        var tensors = Tensors(rows, width);
        var expected = WithGradients.Of(
            [.. tensors.Select(t => t.to(ScalarType.Float64).detach().requires_grad_())], t => nn.functional.layer_norm(t[0], [width], t[1], t[2], 1e-6));
        foreach (var actual in WithGradients.OnEachInstructionSet(tensors, t => FusedLayerNorm.Apply(t[0], t[1], t[2], 1e-6)))
            WithGradients.AssertClose(expected, actual, 1e-5);
    }

    // A mean that is large beside the deviations costs digits where squares are averaged; epsilon counts where there are next to none.
    [Theory]
    [InlineData(100, 1)]
    [InlineData(0, 1e-3)]
    public void KeepsItsDigitsWhateverTheScale(double mean, double deviation)
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        var x = randn(20, 48) * deviation + mean;
        var (weight, bias) = (ones(48), zeros(48));
        var expected = nn.functional.layer_norm(x.to(ScalarType.Float64), [48], weight.to(ScalarType.Float64), bias.to(ScalarType.Float64), 1e-6);
        Assert.True((FusedLayerNorm.Apply(x, weight, bias, 1e-6).to(ScalarType.Float64) - expected).abs().max().ToDouble() < 2e-5);
    }

    [Fact]
    public void ThreadsDoNotChangeABit()
    {
        using var scope = NewDisposeScope();
        WithGradients.AssertThreadsDoNotMatter(Tensors(700, 96), t => FusedLayerNorm.Apply(t[0], t[1], t[2], 1e-6));
    }

    [Fact]
    public void OtherLayoutsAreLeftToLibtorch()
    {
        using var scope = NewDisposeScope();
        var tensors = Tensors(4, 6);
        Tensor[] turned = [tensors[0].transpose(0, 1).contiguous().detach().requires_grad_(), tensors[1], tensors[2]];
        WithGradients.AssertClose(
            WithGradients.Of(turned, t => nn.functional.layer_norm(t[0].transpose(0, 1), [6], t[1], t[2], 1e-6)),
            WithGradients.Of(turned, t => FusedLayerNorm.Apply(t[0].transpose(0, 1), t[1], t[2], 1e-6)), 1e-6);
    }

    private static Tensor[] Tensors(int rows, int width)
    {
        manual_seed(1);
        return [(randn(rows, width) * 3 + 1).detach().requires_grad_(), randn(width).requires_grad_(), randn(width).requires_grad_()];
    }
}
