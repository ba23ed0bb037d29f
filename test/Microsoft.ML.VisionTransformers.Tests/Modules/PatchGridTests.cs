using Microsoft.ML.VisionTransformers.Modules;

namespace Microsoft.ML.VisionTransformers.Tests.Modules;

public class PatchGridTests
{
    [Theory]
    [InlineData(32, 32, 256, 16, 2, 16)] // The image that a configuration names has as many patches.
    [InlineData(16, 64, 256, 4, 4, 4)] // It has others, and a square one as many.
    [InlineData(30, 32, 250, 16, 2, 15)] // What is left over of the image makes no patch.
    [InlineData(15, 64, 256, 16, null, null)] // Neither.
    public void TheImageDecidesWhereItFits(long patches, int height, int width, int patch, int? rows, int? columns)
        => Assert.Equal(rows is null ? null : new PatchGrid(rows.Value, columns!.Value), PatchGrid.Of(patches, (height, width), patch));

    [Fact]
    public void WithoutAnImageItIsSquareOrUnknown()
    {
        Assert.Equal(new PatchGrid(14, 14), PatchGrid.Of(196, null, 16));
        Assert.Null(PatchGrid.Of(195, null, 16));
        Assert.Null(PatchGrid.Of(0, null, 16));
    }
}
