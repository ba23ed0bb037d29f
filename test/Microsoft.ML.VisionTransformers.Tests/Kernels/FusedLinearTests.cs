using Microsoft.ML.VisionTransformers.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Tests.Kernels;

[Collection("Kernels")]
public class FusedLinearTests
{
    // Sizes below, at and above those of tiles, panels and blocks, in each direction.
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(3, 5, 7)]
    [InlineData(2, 1, 40)]
    [InlineData(40, 7, 1)]
    [InlineData(17, 33, 10)]
    [InlineData(14, 192, 32)]
    [InlineData(513, 193, 65)]
    [InlineData(29, 400, 200)]
    [InlineData(1100, 16, 48)]
    public void EqualsTheProductInSixtyFourBits(int rows, int inputs, int outputs)
    {
        Assert.True(KernelLibrary.IsAvailable);
        using var scope = NewDisposeScope();
        Tensor[] tensors = Tensors(rows, inputs, outputs);
        var expected = WithGradients.Of([.. tensors.Select(t => t.to(ScalarType.Float64).detach().requires_grad_())], t => nn.functional.linear(t[0], t[1], t[2]));
        foreach (var actual in WithGradients.OnEachInstructionSet(tensors, t => FusedLinear.Apply(t[0], t[1], t[2])))
            WithGradients.AssertClose(expected, actual, 2e-5);
    }

    [Fact]
    public void LeadingDimensionsStayAndABiasMayBeMissing()
    {
        using var scope = NewDisposeScope();
        Tensor[] tensors = [randn(2, 3, 4, 8).requires_grad_(), randn(5, 8).requires_grad_()];
        WithGradients.AssertClose(
            WithGradients.Of(tensors, t => nn.functional.linear(t[0], t[1], null!)), WithGradients.Of(tensors, t => FusedLinear.Apply(t[0], t[1], null)), 1e-6);
    }

    [Theory]
    [InlineData(true, false, false)]
    [InlineData(false, true, false)]
    [InlineData(false, false, true)]
    [InlineData(false, true, true)]
    public void OnlyWhatIsTrainedGetsAGradient(bool x, bool weight, bool bias)
    {
        using var scope = NewDisposeScope();
        Tensor[] tensors = [randn(6, 4).requires_grad_(x), randn(5, 4).requires_grad_(weight), randn(5).requires_grad_(bias)];
        WithGradients.AssertClose(
            WithGradients.Of(tensors, t => nn.functional.linear(t[0], t[1], t[2])), WithGradients.Of(tensors, t => FusedLinear.Apply(t[0], t[1], t[2])), 1e-6);
    }

    [Fact]
    public void ThreadsDoNotChangeABit()
    {
        using var scope = NewDisposeScope();
        WithGradients.AssertThreadsDoNotMatter(Tensors(300, 96, 130), t => FusedLinear.Apply(t[0], t[1], t[2]));
        WithGradients.AssertThreadsDoNotMatter(Tensors(50, 300, 200), t => FusedLinear.Apply(t[0], t[1], t[2]));
    }

    [Fact]
    public void WhatTheKernelCannotTakeIsLeftToLibtorch()
    {
        using var scope = NewDisposeScope();
        var (x, weight) = (randn(8, 3), randn(5, 8));
        Assert.False(FusedLinear.Serves(x.transpose(0, 1), weight));
        Assert.False(FusedLinear.Serves(x.transpose(0, 1).contiguous(), weight.to(ScalarType.Float64)));
        Assert.False(FusedLinear.Serves(x, weight)); // widths that don't fit are libtorch's to complain of
        Assert.True((FusedLinear.Apply(x.transpose(0, 1), weight, null) - x.transpose(0, 1).mm(weight.transpose(0, 1))).abs().max().ToSingle() < 1e-5f);
    }

    private static Tensor[] Tensors(int rows, int inputs, int outputs)
    {
        manual_seed(1);
        return [randn(rows, inputs).requires_grad_(), randn(outputs, inputs).requires_grad_(), randn(outputs).requires_grad_()];
    }
}
