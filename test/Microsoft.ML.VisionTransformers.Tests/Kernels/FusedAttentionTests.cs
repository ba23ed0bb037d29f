using Microsoft.ML.VisionTransformers.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Tests.Kernels;

public class FusedAttentionTests
{
    [Theory]
    [InlineData(2, 5, 3, 4, false)]
    [InlineData(1, 1, 1, 8, false)]
    [InlineData(3, 17, 2, 12, false)]
    [InlineData(2, 50, 3, 32, false)]
    [InlineData(1, 101, 2, 80, false)]
    [InlineData(2, 5, 3, 4, true)]
    [InlineData(1, 1, 1, 8, true)]
    [InlineData(3, 17, 2, 12, true)]
    [InlineData(2, 77, 3, 32, true)]
    [InlineData(1, 101, 2, 80, true)]
    public void EqualsSoftmaxOfScoresTimesValues(int batch, int tokens, int heads, int width, bool causal)
    {
        Assert.True(KernelLibrary.IsAvailable);
        using var scope = NewDisposeScope();
        manual_seed(1);
        var packed = randn(batch, tokens, 3 * heads * width);
        var above = randn(batch, tokens, heads * width);
        var (expected, expectedGradient) = Run(packed, above, x => Reference(x, heads, causal));
        var (actual, actualGradient) = Run(packed, above, x => FusedAttention.Apply(x, heads, causal));
        Assert.True((expected - actual).abs().max().item<float>() < 2e-5f);
        Assert.True((expectedGradient - actualGradient).abs().max().item<float>() < 2e-5f);
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, false)]
    [InlineData(0, true)]
    [InlineData(1, true)]
    public void EveryInstructionSetAgrees(int level, bool causal)
    {
        using var scope = NewDisposeScope();
        var packed = randn(2, 53, 3 * 48);
        var best = FusedAttention.Apply(packed, 3, causal);
        KernelLibrary.vtk_set_cpu_level(level);
        try
        {
            Assert.True((FusedAttention.Apply(packed, 3, causal) - best).abs().max().item<float>() < 1e-5f);
        }
        finally
        {
            KernelLibrary.vtk_set_cpu_level(-1);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void LargeScoresDoNotOverflow(bool causal)
    {
        using var scope = NewDisposeScope();
        var packed = randn(1, 9, 3 * 8) * 100;
        var (actual, gradient) = Run(packed, ones(1, 9, 8), x => FusedAttention.Apply(x, 1, causal));
        Assert.True((Reference(packed, 1, causal) - actual).abs().max().item<float>() < 1e-2f);
        Assert.True(actual.isfinite().all().item<bool>());
        Assert.True(gradient.isfinite().all().item<bool>());
    }

    [Fact]
    public void TensorsOfOtherTypesOrLayoutsAreLeftToLibtorch()
    {
        using var scope = NewDisposeScope();
        Assert.False(FusedAttention.Serves(randn(1, 2, 12).to(ScalarType.Float64)));
        Assert.False(FusedAttention.Serves(randn(1, 12, 2).transpose(1, 2)));
        Assert.True(FusedAttention.Serves(randn(1, 2, 12)));
    }

    private static (Tensor Output, Tensor Gradient) Run(Tensor packed, Tensor above, Func<Tensor, Tensor> attention)
    {
        var input = packed.clone().requires_grad_();
        var output = attention(input);
        (output * above).sum().backward();
        return (output.detach(), input.grad!);
    }

    private static Tensor Reference(Tensor packed, int heads, bool causal)
    {
        var shape = packed.shape;
        var (batch, tokens, width) = (shape[0], shape[1], shape[2] / 3 / heads);
        var parts = packed.view(batch, tokens, 3, heads, width).permute(2, 0, 3, 1, 4).reshape(3, batch * heads, tokens, width).unbind(0);
        var scores = (parts[0] / Math.Sqrt(width)).bmm(parts[1].transpose(1, 2));
        if (causal)
            scores = scores.masked_fill(ones(tokens, tokens).triu(1).to(ScalarType.Bool), double.NegativeInfinity);
        return scores.softmax(-1).bmm(parts[2])
            .view(batch, heads, tokens, width).transpose(1, 2).reshape(batch, tokens, heads * width);
    }
}
