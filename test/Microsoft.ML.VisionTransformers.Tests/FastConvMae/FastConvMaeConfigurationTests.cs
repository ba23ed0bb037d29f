using Microsoft.ML.VisionTransformers.ConvMae;
using Microsoft.ML.VisionTransformers.FastConvMae;
using Microsoft.ML.VisionTransformers.Tests.ConvMae;

namespace Microsoft.ML.VisionTransformers.Tests.FastConvMae;

public class FastConvMaeConfigurationTests
{
    [Theory]
    [InlineData(0.75, 4)]
    [InlineData(0.5, 2)]
    public void MasksShowEachPatchOnce(double ratio, int masks)
    {
        var configuration = TinyConvMae.Fast with { MaskRatio = ratio };
        configuration.Validate();
        Assert.Equal(masks, configuration.MaskCount);
    }

    [Theory]
    [InlineData(0.6, "0.6 does not")]
    [InlineData(0.9, "16 patches do not divide into 10")]
    public void OtherRatiosAreRefused(double ratio, string message)
        => Assert.Contains(message, Assert.Throws<ArgumentException>(() => (TinyConvMae.Fast with { MaskRatio = ratio }).Validate()).Message);

    [Fact]
    public void TakesOverAllSizesOfConvMae()
    {
        var sizes = TinyConvMae.Pretraining with { MaskRatio = 0.5, NormalizePixels = false, NormEps = 1e-5, Channels = 1, ImageWidth = 128 };
        var fast = FastConvMaeConfiguration.Of(sizes);
        foreach (var property in typeof(ConvMaeConfiguration).GetProperties().Where(property => property.CanWrite))
            Assert.Equal(property.GetValue(sizes), typeof(FastConvMaeConfiguration).GetProperty(property.Name)!.GetValue(fast));
        Assert.Equal(sizes.CountParameters(), fast.CountParameters());
        Assert.Equal(sizes.Classifier, fast.Classifier);
    }
}
