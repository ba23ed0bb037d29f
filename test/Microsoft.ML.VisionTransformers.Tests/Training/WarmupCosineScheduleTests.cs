using Microsoft.ML.VisionTransformers.Training;

namespace Microsoft.ML.VisionTransformers.Tests.Training;

public class WarmupCosineScheduleTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(5, 0.5)]
    [InlineData(10, 1)]
    [InlineData(55, 0.55)]
    [InlineData(100, 0.1)]
    [InlineData(200, 0.1)]
    public void WarmsUpThenFallsAlongACosine(long step, double expected) =>
        Assert.Equal(expected, new WarmupCosineSchedule(1, 0.1, 10, 100).At(step), 1e-12);

    [Fact]
    public void StartsAtThePeakWithoutWarmUp() => Assert.Equal(2, new WarmupCosineSchedule(2, 0, 0, 10).At(0));
}
