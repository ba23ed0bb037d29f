using TorchSharp;
using static TorchSharp.torch;

namespace Foundation.Tests.Tensors;

public class DataTests
{
    [Fact]
    public void AnArrayLivesAsLongAsItsTensorNeedsIt()
    {
        using var t = Shared();
        for (var i = 0; i < 3; i++) GC.Collect();
        Assert.Equal([1f, 2f, 3f], t.data<float>().ToArray());

        static Tensor Shared()
        {
            using var whole = from_array(new[] { 0f, 1f, 2f, 3f });
            return whole[1..];
        }
    }

    [Fact]
    public void HalvesGoInAndOut()
    {
        using var t = from_array(new[] { (Half)1.5, (Half)(-2) });
        Assert.Equal(ScalarType.Float16, t.dtype);
        Assert.Equal((Half)(-2), t.data<Half>()[1]);
    }

    [Fact]
    public void SpansFillTensorsOfAnyStride()
    {
        using var t = zeros(2, 3);
        using var turned = t.t();
        turned.data<float>().CopyFrom([1f, 2f, 3f, 4f, 5f, 6f]);
        Assert.Equal([1f, 3f, 5f, 2f, 4f, 6f], t.data<float>().ToArray());
        Assert.Throws<IndexOutOfRangeException>(() => t.data<float>()[2, 0]);
    }

    [Fact]
    public void TheMetaDeviceKnowsShapesOnly()
    {
        using var scope = NewDisposeScope();
        var t = empty([1_000_000, 1_000_000], device: META);
        Assert.Equal(1_000_000_000_000, t.numel());
        Assert.True(t.is_meta);
        Assert.Equal([1_000_000, 2_000_000], cat([t, t], 1).shape);
        Assert.Equal("meta", t.device.ToString());
    }

    [Fact]
    public void NestedListsFollowTheShape()
    {
        using var t = tensor(new[,] { { 1L, 2L }, { 3L, 4L } });
        var rows = (System.Collections.IList)t.tolist();
        Assert.Equal(4L, ((Scalar)((System.Collections.IList)rows[1]!)[1]!).ToInt64());
    }

    [Fact]
    public void DecoupledHandlesFindAnotherOwner()
    {
        var first = ones(2);
        var handle = first.DecoupleFromNativeHandle();
        Assert.True(first.IsInvalid);
        using var second = Tensor.UnsafeCreateTensor(handle);
        Assert.Equal([1f, 1f], second.data<float>().ToArray());
    }

    [Fact]
    public void GeneratorsOfThreadsDoNotDisturbEachOther()
    {
        var expected = Draw(5);
        var drawn = new float[8][];
        Parallel.For(0, 8, i => drawn[i] = Draw(i % 2 == 0 ? 5UL : 6UL));
        Assert.All(drawn.Where((_, i) => i % 2 == 0), d => Assert.Equal(expected, d));

        static float[] Draw(ulong seed)
        {
            using var generator = new Generator(seed);
            using var t = rand(64, generator: generator);
            return t.data<float>().ToArray();
        }
    }
}
