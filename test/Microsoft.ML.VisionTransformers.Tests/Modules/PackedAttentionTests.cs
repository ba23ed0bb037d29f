using Microsoft.ML.VisionTransformers.Modules;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Tests.Modules;

public class PackedAttentionTests
{
    // 64-bit tensors are left to libtorch's operations, 32-bit ones go to the kernel.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void LibtorchAndTheKernelAgree(bool causal)
    {
        using var scope = NewDisposeScope();
        var packed = randn(2, 19, 3 * 24);
        var kernel = PackedAttention.Mix(packed, 3, causal);
        Assert.Equal([2L, 19, 24], kernel.shape);
        Assert.True((PackedAttention.Mix(packed.to(ScalarType.Float64), 3, causal) - kernel).abs().max().item<double>() < 1e-5);
    }

    [Fact]
    public void TheFirstOfACausalSequenceSeesItselfOnly()
    {
        using var scope = NewDisposeScope();
        var packed = randn(1, 6, 3 * 8);
        Assert.True(PackedAttention.Mix(packed, 2, causal: true)[0, 0].allclose(packed[0, 0, 16..], 1e-5, 1e-6));
    }
}
