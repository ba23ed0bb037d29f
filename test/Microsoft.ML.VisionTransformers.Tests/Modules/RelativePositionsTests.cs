using Microsoft.ML.VisionTransformers.Modules;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Tests.Modules;

public class RelativePositionsTests
{
    [Fact]
    public void AWindowOfTwoByTwoHasNineOffsets()
    {
        using var index = RelativePositions.Index(new(2, 2), new(2, 2));
        Assert.Equal([4L, 3, 1, 0, 5, 4, 2, 1, 7, 6, 4, 3, 8, 7, 5, 4], index.data<long>().ToArray());
    }

    [Fact]
    public void ASmallerWindowHasTheMiddleOfALargerTable()
    {
        using var index = RelativePositions.Index(new(1, 2), new(2, 3));
        Assert.Equal([7L, 6, 8, 7], index.data<long>().ToArray()); // of 3 rows of 5
    }

    [Fact]
    public void OffsetsAreLogarithmicAndMeasuredByTheTrainedWindow()
    {
        using var own = RelativePositions.LogOffsets(new(1, 3), new(1, 3));
        Assert.Equal([0f, -1.0566f, 0, -0.7740f, 0, 0, 0, 0.7740f, 0, 1.0566f], own.data<float>().ToArray().Select(value => MathF.Round(value, 4)));
        using var other = RelativePositions.LogOffsets(new(1, 2), new(2, 5));
        Assert.Equal([0f, -0.5283f, 0, 0, 0, 0.5283f], other.data<float>().ToArray().Select(value => MathF.Round(value, 4)));
    }
}
