using Microsoft.ML.VisionTransformers.Training;

namespace Microsoft.ML.VisionTransformers.Tests.Training;

public class LearningRateScheduleTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(5, 0.5)]
    [InlineData(10, 1)]
    [InlineData(55, 0.55)]
    [InlineData(100, 0.1)]
    [InlineData(200, 0.1)]
    public void MaeWarmsUpThenFallsAlongACosine(long step, double expected)
        => Assert.Equal(expected, KnownSchedules.Mae(1, 0.1, 10, 100).At(step), 1e-12);

    [Fact]
    public void StartsAtThePeakWithoutWarmUp()
    {
        Assert.Equal(2, KnownSchedules.Mae(2, 0, 0, 10).At(0));
        Assert.Equal(2, KnownSchedules.OpenClip(2, 0, 10).At(0));
        Assert.Equal(2, KnownSchedules.Swin(2, 0, 0.5, 0, 10).At(0));
    }

    [Fact]
    public void EndsInItsMinimumWhenAllStepsAreWarmUp() => Assert.Equal(0.1, KnownSchedules.Mae(1, 0.1, 10, 10).At(10), 1e-12);

    [Theory]
    [InlineData(true, 0, 0.2)]
    [InlineData(true, 2, 0.6)]
    [InlineData(true, 4, 1)]
    [InlineData(true, 8, 0.5)]
    [InlineData(true, 12, 0)]
    [InlineData(false, 3, 0.8)]
    [InlineData(false, 4, 0.75)] // A third of the cosine has gone by.
    [InlineData(false, 6, 0.5)]
    public void SwinCountsItsCosineFromTheWarmUpOrFromTheStart(bool isPrefix, long step, double expected)
        => Assert.Equal(expected, KnownSchedules.Swin(1, 0, 0.2, 4, 12, isPrefix).At(step), 1e-12);

    [Fact]
    public void FlagAIStopsBeforeItsFallEnds()
    {
        var schedule = KnownSchedules.FlagAI(1, 4, 40, ScheduleFall.Polynomial);
        Assert.Equal(1 - 0.9 * 36 / 40, schedule.At(40), 1e-12);
        Assert.Equal(0.1, schedule.At(44), 1e-12);
    }

    [Theory]
    [InlineData(0, 0.2)]
    [InlineData(4, 1)]
    [InlineData(5, 1)]
    [InlineData(15, 0.5)]
    public void OpenClipReachesItsPeakInTheLastStepOfTheWarmUp(long step, double expected)
        => Assert.Equal(expected, KnownSchedules.OpenClip(1, 5, 25).At(step), 1e-12);

    [Fact]
    public void OpenClipHoldsItsPeakAndCoolsDown()
    {
        var schedule = KnownSchedules.OpenClipConstant(1, 5, 40, cooldown: 10, power: 2, minimum: 0.2);
        Assert.Equal(1, schedule.At(30), 1e-12);
        Assert.Equal(0.2 + 0.8 * 0.25, schedule.At(35), 1e-12);
        Assert.Equal(0.2, schedule.At(40), 1e-12);
        Assert.Equal(1, KnownSchedules.OpenClipConstant(1, 5, 40, cooldown: 0).At(1000));
    }
}
