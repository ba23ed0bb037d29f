using Microsoft.ML.VisionTransformers.Modules;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Tests.Modules;

public class WindowPlanTests
{
    public static TheoryData<int, int, int, int, bool> Plans => new()
    {
        { 4, 6, 2, 0, false },
        { 4, 6, 2, 1, false },
        { 5, 7, 3, 1, false },
        { 5, 7, 3, 1, true },
        { 3, 3, 3, 0, false },
        { 2, 5, 4, 2, true },
    };

    [Theory]
    [MemberData(nameof(Plans))]
    public void JoiningIsCuttingBackwards(int rows, int columns, int window, int shift, bool rollsFirst)
    {
        using var scope = NewDisposeScope();
        var plan = new WindowPlan(new(rows, columns), new(window, window), new(shift, shift)) { RollsBeforePadding = rollsFirst };
        var map = randn(2, rows, columns, 3);
        var windows = plan.Cut(map);
        Assert.Equal([2L * plan.Windows, window * window, 3], windows.shape);
        Assert.Equal(0, (plan.Join(windows) - map).abs().max().item<float>());
    }

    [Fact]
    public void WindowsAreRolledUpAndToTheLeft()
    {
        using var scope = NewDisposeScope();
        var map = arange(16, dtype: ScalarType.Float32).view(1, 4, 4, 1);
        var windows = new WindowPlan(new(4, 4), new(2, 2), new(1, 1)).Cut(map);
        Assert.Equal([5f, 6, 9, 10, 7, 4, 11, 8, 13, 14, 1, 2, 15, 12, 3, 0], windows.data<float>().ToArray());
    }

    [Fact]
    public void PaddingFollowsOrPrecedesTheRoll()
    {
        using var scope = NewDisposeScope();
        var map = arange(1, 4, dtype: ScalarType.Float32).view(1, 1, 3, 1);
        var plan = new WindowPlan(new(1, 3), new(1, 2), new(0, 1));
        Assert.Equal([2f, 3, 0, 1], plan.Cut(map).data<float>().ToArray());
        Assert.Equal([2f, 3, 1, 0], (plan with { RollsBeforePadding = true }).Cut(map).data<float>().ToArray());
    }
}
