using TorchSharp;
using static TorchSharp.torch;

namespace Foundation.Tests.Scopes;

public class DisposeScopeTests
{
    [Fact]
    public void EveryThreadHasItsOwnScopes()
    {
        using var scope = NewDisposeScope();
        Tensor? elsewhere = null;
        var thread = new Thread(() => {
            Assert.Null(CurrentDisposeScope);
            elsewhere = zeros(1);
        });
        thread.Start();
        thread.Join();
        Assert.False(scope.Contains(elsewhere!));
        elsewhere!.Dispose();
        Assert.Equal(0, scope.DisposablesCount);
    }

    [Fact]
    public void AnExceptionEndsTheScope()
    {
        Tensor? t = null;
        Assert.Throws<ArgumentException>((Action)(() => {
            using var scope = NewDisposeScope();
            t = zeros(1);
            throw new ArgumentException();
        }));
        Assert.True(t!.IsInvalid);
        Assert.Null(CurrentDisposeScope);
    }

    [Fact]
    public void OnlyTensorsMayBeHeld()
    {
        using var scope = NewDisposeScope();
        Assert.Throws<InvalidOperationException>(() => scope.Attach(new MemoryStream()));
    }

    [Fact]
    public void MovingToAnotherScopeFollowsATensor()
    {
        using var outer = NewDisposeScope();
        var anchor = zeros(1);
        Tensor moved;
        using (NewDisposeScope()) moved = zeros(1).MoveToOtherDisposeScope(anchor);
        Assert.False(moved.IsInvalid);
        Assert.True(outer.Contains(moved));
    }

    [Fact]
    public void TuplesKeepTheirTypes()
    {
        using var outer = NewDisposeScope();
        var inner = NewDisposeScope();
        var (a, b, c) = inner.MoveToOuter(zeros(1), ones(1), full(1, 2f));
        inner.Dispose();
        Assert.Equal(3, outer.DisposablesCount);
        Assert.Equal(3f, (a + b + c).item<float>());
    }

    [Fact]
    public void ALoopOfStepsLeavesNothing()
    {
        using var weight = randn([16, 16], requires_grad: true);
        Step();
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        for (var i = 0; i < 50; i++) Step();
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);

        void Step()
        {
            using var scope = NewDisposeScope();
            ones(4, 16).matmul(weight).relu().mean().backward();
            weight.grad.zero_();
        }
    }
}
