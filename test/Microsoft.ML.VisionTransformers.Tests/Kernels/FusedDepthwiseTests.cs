using Microsoft.ML.VisionTransformers.Kernels;
using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Microsoft.ML.VisionTransformers.Tests.Kernels;

[Collection("Kernels")]
public class FusedDepthwiseTests
{
    [Theory]
    [InlineData(2, 8, 7, 32)]
    [InlineData(1, 14, 9, 21)]      // a part of a register of channels
    [InlineData(3, 2, 3, 6)]        // maps smaller than the kernel
    [InlineData(2, 1, 6, 16)]
    [InlineData(1, 5, 1, 40)]
    public void EqualsLibtorchsForwardsAndBackwardsOnAllProcessors(long batch, long rows, long columns, long channels)
    {
        using var scope = NewDisposeScope();
        var best = KernelLibrary.vtk_cpu_level();
        var (x, weight, bias) = (randn(batch, rows, columns, channels), randn(channels, 1, 5, 5), randn(channels));
        var weights = randn(batch, rows, columns, channels);
        var (theirX, theirWeight, theirBias) = (Leaf(x), Leaf(weight), Leaf(bias));
        var expected = F.conv2d(theirX.permute(0, 3, 1, 2), theirWeight, theirBias, padding: [2, 2], groups: channels).permute(0, 2, 3, 1);
        (expected * weights).sum().backward();
        try
        {
            for (var level = 0; level <= best; level++)
            {
                Assert.Equal(level, KernelLibrary.vtk_set_cpu_level(level));
                var (ourX, ourWeight, ourBias) = (Leaf(x), Leaf(weight), Leaf(bias));
                var actual = FusedDepthwise.apply(ourX, ourWeight, ourBias);
                (actual * weights).sum().backward();
                Assert.True(Largest(actual - expected) < 1e-5f);
                Assert.True(Largest(ourX.grad! - theirX.grad!) < 1e-5f);
                Assert.True(Largest(ourWeight.grad! - theirWeight.grad!) < 1e-4f);
                Assert.True(Largest(ourBias.grad! - theirBias.grad!) < 1e-4f);
            }
        }
        finally
        {
            KernelLibrary.vtk_set_cpu_level(-1);
        }
    }

    private static Tensor Leaf(Tensor values) => values.clone().requires_grad_();

    private static float Largest(Tensor difference) => difference.abs().max().item<float>();
}
