using Microsoft.ML.VisionTransformers.Scoring;

namespace Microsoft.ML.VisionTransformers.Tests.Scoring;

public class LeaseTests
{
    [Fact]
    public void The_last_to_let_go_frees_it()
    {
        var thing = new Thing();
        var first = new Lease<Thing>(thing);
        var second = first.Share();
        first.Dispose();
        first.Dispose();
        Assert.False(thing.IsFreed);
        Assert.Equal(7, second.Use(_ => 7));
        second.Dispose();
        Assert.True(thing.IsFreed);
    }

    [Fact]
    public void Nothing_runs_under_a_lease_that_was_given_up()
    {
        var lease = new Lease<Thing>(new Thing());
        lease.Dispose();
        Assert.Throws<ObjectDisposedException>(() => lease.Use(_ => 0));
        Assert.Throws<ObjectDisposedException>(() => lease.Share());
    }

    [Fact]
    public async Task Giving_up_waits_for_what_runs()
    {
        var thing = new Thing();
        var lease = new Lease<Thing>(thing);
        using ManualResetEventSlim running = new(), finish = new();
        var work = Task.Run(() => lease.Use(held =>
        {
            running.Set();
            finish.Wait();
            return held.IsFreed;
        }));
        running.Wait();
        var disposal = Task.Run(lease.Dispose);
        finish.Set();
        Assert.False(await work);
        await disposal;
        Assert.True(thing.IsFreed);
    }

    private sealed class Thing : IDisposable
    {
        public bool IsFreed { get; private set; }

        public void Dispose() => IsFreed = true;
    }
}
