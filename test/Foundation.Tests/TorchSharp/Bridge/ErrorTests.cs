using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Foundation.Tests.Errors;

/// <summary>Mistakes end in an exception that says what was wrong, never in an abort.</summary>
public class ErrorTests
{
    [Fact]
    public void ProductsOfWrongShapes()
    {
        using var scope = NewDisposeScope();
        var error = Assert.Throws<ExternalException>(() => zeros(2, 3).matmul(zeros(2, 3)));
        Assert.Contains("shapes cannot be multiplied", error.Message);
        Assert.Throws<ExternalException>(() => zeros(2, 3).mv(zeros(2)));
        Assert.Throws<ExternalException>(() => zeros(2).dot(zeros(3)));
        Assert.Throws<ExternalException>(() => einsum("ij,jk->ik", zeros(2, 3), zeros(2, 3)));
    }

    [Fact]
    public void MessagesCarryNoStackOfTheNativeSide()
    {
        using var scope = NewDisposeScope();
        var error = Assert.Throws<ExternalException>(() => zeros(2, 3).view(7));
        Assert.DoesNotContain("frame #", error.Message);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(-3)]
    public void DimensionsThatAreNotThere(long dim)
    {
        using var scope = NewDisposeScope();
        var t = zeros(2, 3);
        Assert.Throws<ExternalException>(() => t.sum(dim));
        Assert.Throws<ExternalException>(() => t.cumsum(dim));
        Assert.Throws<ExternalException>(() => t.cummax(dim));
        Assert.Throws<ExternalException>(() => t.split(1, (int)dim));
        Assert.Throws<ExternalException>(() => t.index_select(dim, tensor(new[] { 0L })));
    }

    [Fact]
    public void GradientsOfWhatHasNone()
    {
        using var scope = NewDisposeScope();
        Assert.Throws<ExternalException>(() => autograd.grad([zeros(1)], [zeros(1)]));
        Assert.Throws<ExternalException>(() => autograd.backward(zeros(2, requires_grad: true) * 2, tensor(new[] { 1f, 1f, 1f })));
    }

    [Fact]
    public void ErrorsBelongToTheirThread()
    {
        Parallel.For(0, 8, i => {
            using var scope = NewDisposeScope();
            var error = Assert.Throws<ExternalException>(() => zeros(2, 3).view(100 + i));
            Assert.Contains($"[{100 + i}]", error.Message);
        });
    }
}
