using Microsoft.ML.VisionTransformers.Swin;

namespace Microsoft.ML.VisionTransformers.Tests.Swin;

public class WindowNameTests
{
    [Theory]
    [InlineData("swin_tiny_patch4_window7_224.ms_in1k", 7, 224, null, null)]
    [InlineData("swin_base_patch4_window12_384_22kto1k", 12, 384, null, null)]
    [InlineData("swinv2-tiny-patch4-window8-256", 8, 256, null, null)]
    [InlineData("swinv2_base_window12to24_192to384", 24, 384, 12, 192)]
    [InlineData("swinv2-large-patch4-window12to16-192to256-22kto1k-ft", 16, 256, 12, 192)]
    public void PublishedNamesSayWindowAndImage(string name, int window, int image, int? pretrainedWindow, int? pretrainedImage)
        => Assert.Equal(new WindowName(window, image, pretrainedWindow, pretrainedImage), WindowName.Parse(name));

    [Theory]
    [InlineData("swin_t")]
    [InlineData("window_of_opportunity")]
    [InlineData(null)]
    public void OthersDoNot(string? name) => Assert.Null(WindowName.Parse(name));

    [Fact]
    public void NoPretrainedWindowIsLargerThanItsMap()
    {
        Assert.Equal([12, 12, 12, 6], WindowName.Parse("window12to16_192to256")!.PretrainedWindows(4, 4));
        Assert.Empty(WindowName.Parse("window8_256")!.PretrainedWindows(4, 4));
    }
}
