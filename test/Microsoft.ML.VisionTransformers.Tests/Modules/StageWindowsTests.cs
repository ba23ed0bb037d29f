using Microsoft.ML.VisionTransformers.Modules;

namespace Microsoft.ML.VisionTransformers.Tests.Modules;

public class StageWindowsTests
{
    private static readonly PatchGrid s_map = new(9, 7);
    private static readonly PatchGrid s_halved = new(9, 6);

    [Theory]
    [InlineData(WindowConvention.Official, 7, 7, 7, 7, 0, 0)]
    [InlineData(WindowConvention.HuggingFace, 7, 7, 7, 7, 0, 0)]
    [InlineData(WindowConvention.Torchvision, 7, 7, 7, 7, 3, 0)]
    [InlineData(WindowConvention.Timm, 7, 6, 7, 6, 3, 0)]
    public void EachPublisherHasItsOwnRules(WindowConvention convention, int tableRows, int tableColumns, int rows, int columns, int down, int right)
    {
        var windows = new StageWindows(convention, s_map, s_halved, 7, isFixed: false);
        Assert.Equal(new PatchGrid(tableRows, tableColumns), windows.Window);
        var plan = windows.Plan(s_map, shifts: true);
        Assert.Equal(new PatchGrid(rows, columns), plan.Window);
        Assert.Equal(new PatchGrid(down, right), plan.Shift);
        Assert.False(windows.Plan(s_map, shifts: false).Shifts);
    }

    [Fact]
    public void AtPublishedSizesAllAgree()
    {
        foreach (var side in new[] { 56, 28, 14, 7 })
        {
            var plans = Enum.GetValues<WindowConvention>()
                .Select(convention => new StageWindows(convention, new(side, side), new(side, side), 7, isFixed: false).Plan(new(side, side), shifts: true))
                .Select(plan => (plan.Window, plan.Shift)).ToHashSet();
            Assert.Equal([(new PatchGrid(7, 7), side == 7 ? default : new PatchGrid(3, 3))], plans);
        }
    }

    [Fact]
    public void V1FindsItsWindowForEachMapAndV2KeepsIt()
    {
        var map = new PatchGrid(8, 8);
        var first = new StageWindows(WindowConvention.Official, map, map, 8, isFixed: false);
        var second = new StageWindows(WindowConvention.Official, map, map, 8, isFixed: true);
        Assert.Equal(new PatchGrid(4, 4), first.Plan(new(12, 12), shifts: true).Shift);
        Assert.Equal(new PatchGrid(6, 6), first.Plan(new(6, 10), shifts: true).Window);
        Assert.False(second.Plan(new(12, 12), shifts: true).Shifts);
        Assert.Equal(new PatchGrid(8, 8), second.Plan(new(6, 10), shifts: true).Window);
    }

    [Fact]
    public void HuggingFacesV2ShiftsAsItWasBuiltUnlessOneWindowCoversTheMap()
    {
        var windows = new StageWindows(WindowConvention.HuggingFace, new(28, 28), new(28, 28), 7, isFixed: true);
        Assert.Equal((new PatchGrid(3, 3), -200), (windows.Plan(new(9, 7), shifts: true).Shift, windows.Plan(new(9, 7), shifts: true).Penalty));
        Assert.False(windows.Plan(new(7, 7), shifts: true).Shifts);
    }
}
