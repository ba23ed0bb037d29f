using Microsoft.ML.VisionTransformers.Architectures;
using Microsoft.ML.VisionTransformers.Clip;

namespace Microsoft.ML.VisionTransformers.Tests.Clip;

public class ClipConfigurationTests
{
    // Counted on openai/CLIP's and open_clip's own constructors.
    [Theory]
    [InlineData("openai/clip-vit-base-patch32", 151_277_313, 87_849_216)]
    [InlineData("openai/clip-vit-base-patch16", 149_620_737, 86_192_640)]
    [InlineData("openai/clip-vit-large-patch14", 427_616_513, 303_966_208)]
    [InlineData("openai/clip-vit-large-patch14-336", 427_944_193, 304_293_888)]
    public void PublishedSizesHaveTheirParameters(string name, long parameters, long image)
    {
        var configuration = (ClipConfiguration)ArchitectureRegistry.Find(name).Configuration;
        Assert.Equal(parameters, configuration.CountParameters());
        Assert.Equal(image, configuration.CountImageParameters());
    }

    // In millions, as open_clip's own table of models has them.
    [Theory]
    [InlineData("ViT-S-32", 63.09, 22.64)]
    [InlineData("ViT-M-32", 103.12, 39.69)]
    [InlineData("open_clip/ViT-B-32-256", 151.29, 87.86)]
    [InlineData("open_clip/ViT-B-16-plus-240", 208.38, 117.21)]
    [InlineData("open_clip/ViT-H-14", 986.11, 632.08)]
    [InlineData("open_clip/ViT-g-14", 1366.68, 1012.65)]
    [InlineData("open_clip/ViT-bigG-14", 2539.57, 1844.91)]
    public void OpenClipsSizesHaveTheirParameters(string name, double millions, double image)
    {
        var configuration = (ClipConfiguration)ArchitectureRegistry.Find(name).Configuration;
        Assert.Equal(millions, Math.Round(configuration.CountParameters() / 1e6, 2));
        Assert.Equal(image, Math.Round(configuration.CountImageParameters() / 1e6, 2));
    }

    [Fact]
    public void TheNetworkHasTheParametersThatAreCounted()
    {
        using var network = TinyClip.Network();
        Assert.Equal(network.parameters().Sum(parameter => parameter.numel()), TinyClip.Configuration.CountParameters());
        Assert.Equal(network.ImageTower.parameters().Sum(parameter => parameter.numel()), TinyClip.Configuration.CountImageParameters());
    }

    [Fact]
    public void DefaultsAreOpenAisViTB32()
        => Assert.Equal(ArchitectureRegistry.Find("openai/clip-vit-base-patch32").Configuration, new ClipConfiguration());

    [Fact]
    public void SizesThatDoNotFitAreRefused()
    {
        Assert.Contains("text tower", Assert.Throws<ArgumentException>((TinyClip.Configuration with { TextHeads = 3 }).Validate).Message);
        Assert.Contains("image tower", Assert.Throws<ArgumentException>((TinyClip.Configuration with { VisionLayers = 0 }).Validate).Message);
        Assert.Contains("patches of 5x5", Assert.Throws<ArgumentException>((TinyClip.Configuration with { PatchSize = 5 }).Validate).Message);
        Assert.Contains("end token 40", Assert.Throws<ArgumentException>((TinyClip.Configuration with { EndToken = 40 }).Validate).Message);
    }
}
