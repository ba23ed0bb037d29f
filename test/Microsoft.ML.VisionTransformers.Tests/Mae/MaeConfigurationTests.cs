using Microsoft.ML.VisionTransformers.Mae;
using Microsoft.ML.VisionTransformers.ViT;

namespace Microsoft.ML.VisionTransformers.Tests.Mae;

public class MaeConfigurationTests
{
    // Counted on the official constructors.
    [Theory]
    [InlineData(16, 768, 12, 12, 111_907_840, 111_655_680, 85_798_656)]
    [InlineData(16, 1024, 24, 16, 329_541_888, 329_239_296, 303_301_632)]
    [InlineData(14, 1280, 32, 16, 657_074_508, 656_613_964, 630_764_800)]
    public void PublishedSizesHaveTheirParameters(int patch, int dim, int depth, int heads, long total, long trainable, long encoder)
    {
        var configuration = new MaeConfiguration { PatchSize = patch, Dim = dim, Depth = depth, Heads = heads };
        Assert.Equal(total, configuration.CountParameters());
        Assert.Equal(trainable, configuration.CountTrainableParameters());
        Assert.Equal(encoder, configuration.CountEncoderParameters());
    }

    [Fact]
    public void TheNetworkHasWhatIsCounted()
    {
        using var network = new MaskedAutoencoder(TinyMae.Configuration, 1);
        Assert.Equal(TinyMae.Configuration.CountParameters(), network.parameters().Sum(parameter => parameter.numel()));
        Assert.Equal(TinyMae.Configuration.CountTrainableParameters(), network.parameters().Where(parameter => parameter.requires_grad).Sum(parameter => parameter.numel()));
    }

    [Fact]
    public void FineTuningAveragesThePatchesAndNormalisesAfterwards()
    {
        var classifier = Assert.IsType<ViTConfiguration>(TinyMae.Configuration.Classifier);
        Assert.Equal(ViTPooling.Average, classifier.Pooling);
        Assert.True(classifier.NormAfterPooling);
        Assert.Equal((8, 12, 1000), (classifier.ImageHeight, classifier.ImageWidth, classifier.NumClasses));
    }

    [Theory]
    [InlineData(0.95, 8, 2, "mask ratio of 0.95")]
    [InlineData(0.5, 10, 2, "divisible by 4, not 10")]
    [InlineData(0.5, 8, 3, "does not divide into 3 heads")]
    public void SizesThatDoNotFitAreRefused(double ratio, int decoderDim, int decoderHeads, string message)
    {
        var odd = TinyMae.Configuration with { MaskRatio = ratio, DecoderDim = decoderDim, DecoderHeads = decoderHeads };
        Assert.Contains(message, Assert.Throws<ArgumentException>(odd.Validate).Message);
    }
}
