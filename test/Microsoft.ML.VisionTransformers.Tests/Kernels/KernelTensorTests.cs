using Microsoft.ML.VisionTransformers.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Tests.Kernels;

[Collection("Kernels")]
public unsafe class KernelTensorTests
{
    [Fact]
    public void WhereThereAreNoNumbersThereIsNoAddress()
    {
        using var none = KernelTensor.Empty(0, 3);
        Assert.Equal(nint.Zero, Address(none));
        Assert.Equal(nint.Zero, Address(null));
    }

    // Memory that nobody writes to is not taken from the machine: this costs no 2 GiB, nor does the next.
    [Fact]
    public void ATensorBeyondTheReachOfASpanHasAnAddress()
    {
        using var scope = NewDisposeScope();
        var large = KernelTensor.Empty(2, 1 << 28);
        Assert.NotEqual(nint.Zero, Address(large));
        Assert.Equal(Address(large.narrow(0, 0, 1)), Address(large));
    }

    [Fact]
    public void KernelsGoBeyondTheReachOfASpan()
    {
        Assert.True(KernelLibrary.IsAvailable);
        using var scope = NewDisposeScope();
        const int Rows = (1 << 16) + 1, Width = 1 << 13;
        var x = KernelTensor.Empty(Rows, Width);
        x.narrow(0, Rows - 1, 1).fill_(2);
        var y = FusedLinear.Apply(x, ones(1, Width), null);
        Assert.Equal(2f * Width, y[Rows - 1].item<float>());
    }

    [Theory]
    [InlineData(ScalarType.BFloat16)]
    [InlineData(ScalarType.Float64)]
    public void KernelsDoTheSameWhateverTypeTensorsHaveByDefault(ScalarType type)
    {
        Assert.True(KernelLibrary.IsAvailable);
        using var scope = NewDisposeScope();
        manual_seed(1);
        var before = get_default_dtype();
        foreach (var (inputs, kernel) in Kernels())
        {
            var expected = Run(inputs, kernel);
            List<Tensor?> actual;
            set_default_dtype(type);
            try
            {
                actual = Run(inputs, kernel);
            }
            finally
            {
                set_default_dtype(before);
            }
            Assert.All(actual, tensor => Assert.Equal(ScalarType.Float32, tensor!.dtype));
            WithGradients.AssertClose(expected, actual, 1e-6);
        }
    }

    private static nint Address(Tensor? tensor) => (nint)KernelTensor.Address(tensor);

    /// <summary>Every kernel that takes tensors, and what it takes.</summary>
    private static (Tensor[] Inputs, Func<Tensor[], Tensor> Kernel)[] Kernels() =>
    [
        (Random([2, 5, 36]), t => FusedAttention.Apply(t[0], 3)),
        (Random([2, 5, 36]), t => FusedAttention.Apply(t[0], 3, causal: true)),
        (Random([2, 6, 7, 9], [9, 1, 5, 5], [9]), t => FusedDepthwise.apply(t[0], t[1], t[2])),
        (Random([5, 33]), t => FusedGelu.Consume(t[0])),
        (Random([5, 33]), t => FusedQuickGelu.Consume(t[0])),
        (Random([7, 33], [33], [33]), t => FusedLayerNorm.Apply(t[0], t[1], t[2], 1e-6)),
        (Random([7, 8], [5, 8], [5]), t => FusedLinear.Apply(t[0], t[1], t[2])),
        (Random([2, 3, 4], [6, 4], [6], [4, 6], [4]), t => FusedMlp.Apply(t[0], t[1], t[2], t[3], t[4])),
        (Random([2, 8, 3, 3, 5], [3, 4, 4], [3]), t => Windows(t).Apply(cosine: false)),
        (Random([2, 8, 3, 3, 5], [3, 4, 4], [3]), t => Windows(t).Apply(cosine: true)),
    ];

    private static FusedWindowAttention Windows(Tensor[] t) => new(t[0], t[1], t[2], empty(0, ScalarType.Int64), empty(0));

    private static Tensor[] Random(params long[][] shapes) => [.. shapes.Select(shape => randn(shape))];

    /// <summary>The result and the gradients of all inputs.</summary>
    private static List<Tensor?> Run(Tensor[] inputs, Func<Tensor[], Tensor> kernel)
    {
        Tensor[] own = [.. inputs.Select(input => input.clone().requires_grad_())];
        var y = kernel(own);
        (y * y).sum().backward();
        return [y.detach(), .. own.Select(input => input.grad)];
    }
}
