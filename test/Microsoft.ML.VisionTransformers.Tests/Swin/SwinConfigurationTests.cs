using Microsoft.ML.VisionTransformers.Architectures;
using Microsoft.ML.VisionTransformers.Images;
using Microsoft.ML.VisionTransformers.Swin;

namespace Microsoft.ML.VisionTransformers.Tests.Swin;

public class SwinConfigurationTests
{
    // Counted on the official code's own constructors.
    [Theory]
    [InlineData("Swin-T/7", 28_288_354)]
    [InlineData("Swin-S/7", 49_606_258)]
    [InlineData("Swin-B/7", 87_768_224)]
    [InlineData("Swin-B/12", 87_903_584)]
    [InlineData("Swin-L/7", 196_532_476)]
    [InlineData("Swin-L/12", 196_735_516)]
    [InlineData("swin_base_patch4_window7_224_22k", 109_130_249)]
    [InlineData("swin_large_patch4_window7_224_22k", 228_565_093)]
    [InlineData("swin_t", 28_288_354)]
    [InlineData("microsoft/swin-base-patch4-window12-384", 87_903_584)]
    [InlineData("swinv1-base-patch4-window7-224", 87_768_224)]
    public void PublishedSizesHaveTheirParameters(string alias, long parameters)
        => Assert.Equal(parameters, ArchitectureRegistry.Find(alias).Parameters);

    [Theory]
    [InlineData("swin_tiny_patch4_window7_224", "swin_tiny_patch4_window7_224.ms_in1k")]
    [InlineData("swin_base_patch4_window7_224", "swin_base_patch4_window7_224.ms_in22k_ft_in1k")]
    [InlineData("swin-large-patch4-window12-384-22kto1k", "official/swin_large_patch4_window12_384_22kto1k")]
    public void AliasesLead(string alias, string name) => Assert.Equal(name, ArchitectureRegistry.Find(alias).Name);

    [Fact]
    public void PublishersPrepareImagesTheirOwnWay()
    {
        Assert.Equal(256, ArchitectureRegistry.Find("Swin-T/7").Preprocessing.Resize);
        Assert.Equal(248, ArchitectureRegistry.Find("swin_tiny_patch4_window7_224").Preprocessing.Resize);
        Assert.Equal(246, ArchitectureRegistry.Find("swin_s").Preprocessing.Resize);
        Assert.Equal(ResizeMode.Square, ArchitectureRegistry.Find("Swin-B/12").Preprocessing.ResizeMode);
        Assert.Equal(Interpolation.Bilinear, ArchitectureRegistry.Find("swinv1-base-patch4-window7-224").Preprocessing.Interpolation);
    }

    [Fact]
    public void LargerNetworksAreBetter()
    {
        double[] accuracies = [.. new[] { "Swin-T/7", "Swin-S/7", "Swin-B/7", "Swin-B/12" }.Select(name => ArchitectureRegistry.Find(name).Accuracy!.Top1)];
        Assert.Equal([81.2, 83.2, 83.5, 84.5], accuracies);
        Assert.Equal(87.132, ArchitectureRegistry.Find("swin_large_patch4_window12_384").Accuracy!.Top1);
        Assert.All(ArchitectureRegistry.All.Where(row => row.Family.StartsWith("Swin", StringComparison.Ordinal)), row => Assert.NotNull(row.Licence));
    }

    [Fact]
    public void EqualListsMakeEqualConfigurations()
    {
        var a = new SwinConfiguration { Depths = [1, 2], Heads = [3, 6] };
        Assert.Equal(a, new SwinConfiguration { Depths = new List<int> { 1, 2 }, Heads = [3, 6] });
        Assert.NotEqual(a, a with { Depths = [2, 2] });
    }

    public static TheoryData<SwinConfiguration> Unsound =>
    [
        new() { Depths = [2, 2], Heads = [3] },
        new() { Depths = [], Heads = [] },
        new() { EmbedDim = 100 },
        new() { WindowSize = 0 },
        new() { DropPathRate = 1 },
    ];

    [Theory]
    [MemberData(nameof(Unsound))]
    public void SizesThatDoNotFitAreRefused(SwinConfiguration configuration) => Assert.Throws<ArgumentException>(configuration.Validate);
}
