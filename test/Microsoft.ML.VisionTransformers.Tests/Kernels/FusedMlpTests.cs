using Microsoft.ML.VisionTransformers.Kernels;
using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Microsoft.ML.VisionTransformers.Tests.Kernels;

[Collection("Kernels")]
public class FusedMlpTests
{
    [Theory]
    [InlineData(2, 5, 8, 12)]
    [InlineData(3, 17, 24, 100)]
    public void EqualsTwoLayersWithGeluBetween(int batch, int tokens, int dim, int hidden)
    {
        Assert.True(KernelLibrary.IsAvailable);
        using var scope = NewDisposeScope();
        var tensors = Tensors(batch, tokens, dim, hidden);
        var expected = WithGradients.Of([.. tensors.Select(t => t.to(ScalarType.Float64).detach().requires_grad_())], Plain);
        foreach (var actual in WithGradients.OnEachInstructionSet(tensors, Fused))
            WithGradients.AssertClose(expected, actual, 2e-5);
    }

    [Fact]
    public void OnlyWhatIsTrainedGetsAGradient()
    {
        using var scope = NewDisposeScope();
        for (var trained = 0; trained < 5; trained++)
        {
            var tensors = Tensors(2, 3, 4, 6);
            for (var i = 0; i < 5; i++)
                tensors[i].requires_grad_(i == trained);
            WithGradients.AssertClose(WithGradients.Of(tensors, Plain), WithGradients.Of(tensors, Fused), 1e-5);
        }
    }

    [Fact]
    public void ThreadsDoNotChangeABit()
    {
        using var scope = NewDisposeScope();
        WithGradients.AssertThreadsDoNotMatter(Tensors(8, 17, 96, 384), Fused);
    }

    private static Tensor Plain(Tensor[] t) => F.linear(F.gelu(F.linear(t[0], t[1], t[2])), t[3], t[4]);

    private static Tensor Fused(Tensor[] t) => FusedMlp.Apply(t[0], t[1], t[2], t[3], t[4]);

    private static Tensor[] Tensors(int batch, int tokens, int dim, int hidden)
    {
        manual_seed(1);
        return
        [
            randn(batch, tokens, dim).requires_grad_(), (randn(hidden, dim) * 0.3).detach().requires_grad_(), randn(hidden).requires_grad_(),
            (randn(dim, hidden) * 0.3).detach().requires_grad_(), randn(dim).requires_grad_(),
        ];
    }
}
