using TorchSharp;
using static TorchSharp.torch;

namespace Foundation.Tests.Autograd;

public class CustomFunctionTests
{
    private sealed class Scaled : autograd.SingleTensorFunction<Scaled>
    {
        public override string Name => nameof(Scaled);

        public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
        {
            var (x, weight) = ((Tensor)vars[0], (Tensor)vars[1]);
            ctx.save_for_backward([x, weight]);
            return x * weight;
        }

        public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
        {
            var saved = ctx.get_saved_variables();
            return [grad_output * saved[1], (grad_output * saved[0]).sum()];
        }
    }

    [Fact]
    public void BothArgumentsGetTheirGradients()
    {
        using var scope = NewDisposeScope();
        var x = tensor(new[] { 1f, 2f, 3f }, requires_grad: true);
        var weight = tensor(2f, requires_grad: true);
        Scaled.apply(x, weight).sum().backward();
        Assert.Equal([2f, 2f, 2f], x.grad.data<float>().ToArray());
        Assert.Equal(6f, weight.grad.item<float>());
    }

    [Fact]
    public void NothingIsLeftWhenTheGraphGoes()
    {
        using var x = ones([100], requires_grad: true);
        using var weight = tensor(2f, requires_grad: true);
        Step();
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        for (var i = 0; i < 20; i++) Step();
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);

        void Step()
        {
            using var scope = NewDisposeScope();
            Scaled.apply(x, weight).sum().backward();
        }
    }

    [Fact]
    public void WithoutGradientsTheResultIsALeaf()
    {
        using var scope = NewDisposeScope();
        var y = Scaled.apply(ones(2), tensor(3f));
        Assert.False(y.requires_grad);
        Assert.Equal([3f, 3f], y.data<float>().ToArray());
        using (no_grad()) Assert.False(Scaled.apply(ones([2], requires_grad: true), tensor(3f)).requires_grad);
    }

    [Fact]
    public void ASecondPassNeedsTheGraphKept()
    {
        using var scope = NewDisposeScope();
        var x = ones([2], requires_grad: true);
        var y = Scaled.apply(x, tensor(3f)).sum();
        y.backward(null, true);
        y.backward();
        Assert.Equal([6f, 6f], x.grad.data<float>().ToArray());
        Assert.ThrowsAny<Exception>(() => y.backward());
    }

    private sealed class Exponential : autograd.SingleTensorFunction<Exponential>
    {
        public override string Name => nameof(Exponential);

        public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
        {
            var result = ((Tensor)vars[0]).exp();
            ctx.save_for_backward([result]);
            return result;
        }

        public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output) => [grad_output * ctx.get_saved_variables()[0]];
    }

    [Fact]
    public void AResultMayBeSavedAndDifferentiatedTwice()
    {
        using var scope = NewDisposeScope();
        var x = tensor(new[] { 0.5f }, requires_grad: true);
        var first = autograd.grad([Exponential.apply(x).sum()], [x], retain_graph: true, create_graph: true);
        var second = autograd.grad([first[0].sum()], [x]);
        Assert.Equal(Math.Exp(0.5), second[0].item<float>(), 1e-5);
    }

    private sealed class Failing : autograd.SingleTensorFunction<Failing>
    {
        public override string Name => nameof(Failing);
        public override Tensor forward(autograd.AutogradContext ctx, params object[] vars) => ((Tensor)vars[0]).clone();
        public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output) => throw new InvalidOperationException("the backward half failed");
    }

    [Fact]
    public void AnExceptionOfTheBackwardHalfArrives()
    {
        using var scope = NewDisposeScope();
        var x = ones([2], requires_grad: true);
        var error = Assert.ThrowsAny<Exception>(() => Failing.apply(x).sum().backward());
        Assert.Contains("the backward half failed", error.Message);
    }

    private sealed class Same : autograd.SingleTensorFunction<Same>
    {
        public override string Name => nameof(Same);
        public override Tensor forward(autograd.AutogradContext ctx, params object[] vars) => (Tensor)vars[0];
        public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output) => [grad_output * 5];
    }

    [Fact]
    public void AnArgumentHandedBackKeepsItsOwnPlaceInTheGraph()
    {
        using var scope = NewDisposeScope();
        var x = ones([2], requires_grad: true);
        Same.apply(x).sum().backward();
        Assert.True(x.is_leaf);
        Assert.Equal([5f, 5f], x.grad.data<float>().ToArray());
    }

    private sealed class Halves : autograd.MultiTensorFunction<Halves>
    {
        public override string Name => nameof(Halves);

        public override List<Tensor> forward(autograd.AutogradContext ctx, params object[] vars)
        {
            var x = (Tensor)vars[0];
            var order = x.argsort();
            ctx.mark_non_differentiable([order]);
            return [x[..2].clone(), x[2..].clone(), order];
        }

        public override List<Tensor> backward(autograd.AutogradContext ctx, List<Tensor> grad_outputs) => [cat([grad_outputs[0], grad_outputs[1]])];
    }

    [Fact]
    public void AnUnusedOutputGivesZeros()
    {
        using var scope = NewDisposeScope();
        var x = ones([4], requires_grad: true);
        var parts = Halves.apply(x);
        (parts[0] * 3).sum().backward();
        Assert.Equal([3f, 3f, 0f, 0f], x.grad.data<float>().ToArray());
        Assert.False(parts[2].requires_grad);
    }
}
