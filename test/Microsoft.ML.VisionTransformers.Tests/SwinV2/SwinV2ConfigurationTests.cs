using Microsoft.ML.VisionTransformers.Architectures;
using Microsoft.ML.VisionTransformers.SwinV2;

namespace Microsoft.ML.VisionTransformers.Tests.SwinV2;

public class SwinV2ConfigurationTests
{
    // Counted on the official code's own constructors.
    [Theory]
    [InlineData("SwinV2-T/8", 28_347_154)]
    [InlineData("SwinV2-T/16", 28_347_154)]
    [InlineData("SwinV2-S/8", 49_728_418)]
    [InlineData("SwinV2-B/8", 87_918_816)]
    [InlineData("SwinV2-B/24", 87_918_816)]
    [InlineData("SwinV2-L/16", 196_739_932)]
    [InlineData("swinv2_base_patch4_window12_192_22k", 109_280_841)]
    [InlineData("swin_v2_t", 28_347_154)]
    [InlineData("microsoft/swinv2-large-patch4-window12to24-192to384-22kto1k-ft", 196_739_932)]
    public void PublishedSizesHaveTheirParameters(string alias, long parameters)
        => Assert.Equal(parameters, ArchitectureRegistry.Find(alias).Parameters);

    [Theory]
    [InlineData("swinv2-tiny-patch4-window8-256", 8, 256)]
    [InlineData("swinv2-base-patch4-window16-256", 16, 256)]
    [InlineData("swinv2-small-patch4-window16-256", 16, 256)]
    [InlineData("FlagAI/swinv2-base-patch4-window8-256", 8, 256)]
    [InlineData("swinv2_base_window12to24_192to384.ms_in22k_ft_in1k", 24, 384)]
    [InlineData("swin_v2_b", 8, 256)]
    public void NamesSayWindowAndImage(string name, int window, int image)
    {
        var configuration = (SwinV2Configuration)ArchitectureRegistry.Find(name).Configuration;
        Assert.Equal((window, image), (configuration.WindowSize, configuration.ImageHeight));
        Assert.Equal(window is 24 ? [12, 12, 12, 6] : [], configuration.PretrainedWindowSizes);
    }

    [Fact]
    public void TheLastStageOfSixteenHasWindowsOfEight()
    {
        var configuration = new SwinV2Configuration { WindowSize = 16 };
        Assert.Equal([16, 16, 16, 8], Enumerable.Range(0, 4).Select(stage => configuration.WindowsOf(stage).Window.Rows));
    }

    [Fact]
    public void AnotherWindowMeasuresByTheTrainedOnes()
    {
        var small = new SwinV2Configuration();
        var large = (SwinV2Configuration)small.For(small with { WindowSize = 16, NumClasses = 3 });
        Assert.Equal([8, 8, 8, 8], large.PretrainedWindowSizes);
        Assert.Equal((16, 3), (large.WindowSize, large.NumClasses));
        Assert.Empty(((SwinV2Configuration)small.For(small with { NumClasses = 3 })).PretrainedWindowSizes);

        // Fine-tuned before: what counts is the first training.
        var twice = (SwinV2Configuration)(small with { WindowSize = 16, PretrainedWindowSizes = [12, 12, 12, 6] }).For(small with { WindowSize = 24, ImageHeight = 384, ImageWidth = 384 });
        Assert.Equal([12, 12, 12, 6], twice.PretrainedWindowSizes);
    }

    [Fact]
    public void ZerosAreNoPretrainedWindows()
        => Assert.Equal(new SwinV2Configuration(), new SwinV2Configuration { PretrainedWindowSizes = [0, 0, 0, 0] });
}
