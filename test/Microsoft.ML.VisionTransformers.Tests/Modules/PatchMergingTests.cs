using Microsoft.ML.VisionTransformers.Modules;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Tests.Modules;

public class PatchMergingTests
{
    [Fact]
    public void TheLowerPatchComesBeforeTheRightOne()
    {
        using var scope = NewDisposeScope();
        var merging = new PatchMerging(1, normFirst: false, 1e-5);
        // Two outputs: twice the upper left and the lower left patch, which a norm over two tells apart.
        using (no_grad())
            merging.get_parameter("reduction.weight").copy_(tensor(new float[] { 1, 0, 0, 0, 0, 1, 0, 0 }, [2L, 4]));
        var map = tensor(new float[] { 5, 1, 2, 9 }, [1L, 2, 2, 1]); // upper left 5, upper right 1, lower left 2, lower right 9
        var merged = merging.call(map);
        Assert.Equal([1L, 1, 1, 2], merged.shape);
        Assert.Equal([1f, -1], merged.data<float>().ToArray().Select(value => MathF.Round(value, 3)));
    }

    [Fact]
    public void OddSidesArePadded()
    {
        using var scope = NewDisposeScope();
        Assert.Equal([2L, 2, 3, 8], new PatchMerging(4, normFirst: true, 1e-5).call(randn(2, 3, 5, 4)).shape);
    }
}
