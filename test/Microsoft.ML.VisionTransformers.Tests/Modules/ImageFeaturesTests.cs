using Microsoft.ML.VisionTransformers.Architectures;
using Microsoft.ML.VisionTransformers.Clip;
using Microsoft.ML.VisionTransformers.Mae;
using Microsoft.ML.VisionTransformers.Modules;
using Microsoft.ML.VisionTransformers.ViT;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Tests.Modules;

public class ImageFeaturesTests
{
    private static readonly ViTConfiguration s_tiny = new()
    {
        ImageHeight = 16, ImageWidth = 16, PatchSize = 8, Dim = 8, Depth = 1, Heads = 2, RegisterTokens = 1, NumClasses = 3,
    };

    [Fact]
    public void Each_pooling_takes_its_tokens()
    {
        using var scope = NewDisposeScope();
        using var network = NetworkFactory.Create(s_tiny, seed: 5);
        network.eval();
        var images = Images();
        var tokens = network.forward_features(images);                                      // class, register and 4 patches
        Assert.Equal([2L, 6, 8], tokens.shape);
        Same(tokens, ImageFeatures.Embed(network, images, EmbeddingPooling.Tokens));
        Same(tokens.select(1, 0), ImageFeatures.Embed(network, images, EmbeddingPooling.ClassToken));
        Same(tokens.select(1, 0), ImageFeatures.Embed(network, images));
        Same(tokens.narrow(1, 2, 4).mean([1L]), ImageFeatures.Embed(network, images, EmbeddingPooling.Mean));
    }

    [Fact]
    public void Vectors_get_length_1_token_by_token()
    {
        using var scope = NewDisposeScope();
        using var network = NetworkFactory.Create(s_tiny, seed: 5);
        network.eval();
        var lengths = ImageFeatures.Embed(network, Images(), EmbeddingPooling.Tokens, normalize: true).pow(2).sum(-1);
        Assert.Equal([2L, 6], lengths.shape);
        Same(ones(2, 6), lengths);
        Assert.Equal(0, ImageFeatures.Unit(zeros(1, 3)).abs().sum().item<float>());
    }

    [Fact]
    public void What_has_no_class_token_says_so()
    {
        using var scope = NewDisposeScope();
        Assert.Contains("no class token", Assert.Throws<ArgumentException>(() => ImageFeatures.Pool(zeros(1, 4, 2), 0, EmbeddingPooling.ClassToken)).Message);
        Assert.Equal([1L, 2], ImageFeatures.Pool(zeros(1, 4, 2), 0, EmbeddingPooling.Pooled).shape);
    }

    [Fact]
    public void A_register_is_no_class_token()
    {
        using var scope = NewDisposeScope();
        using var network = NetworkFactory.Create(s_tiny with { ClassToken = false, Pooling = ViTPooling.Average }, seed: 5);
        network.eval();
        Assert.Contains("no class token", Assert.Throws<ArgumentException>(() => ImageFeatures.Embed(network, Images(), EmbeddingPooling.ClassToken)).Message);
        Assert.Equal([2L, 8], ImageFeatures.Embed(network, Images(), EmbeddingPooling.Mean).shape);
    }

    [Fact]
    public void Backbones_have_no_head_and_the_norm_that_was_trained()
    {
        Assert.Equal(0, new ViTConfiguration().Backbone!.NumClasses);
        Assert.Equal(768, ((ViTConfiguration)new ClipConfiguration().Backbone!).Dim);
        // Fine-tuning averages, with a fresh norm; a checkpoint of pretraining has the one before the class token.
        Assert.Equal(ViTPooling.Token, ((ViTConfiguration)new MaeConfiguration().Backbone!).Pooling);
    }

    private static Tensor Images()
    {
        using var generator = new Generator(1);
        return randn([2, 3, 16, 16], generator: generator);
    }

    private static void Same(Tensor expected, Tensor actual)
    {
        Assert.Equal(expected.shape, actual.shape);
        Assert.True(actual.allclose(expected, 1e-5, 1e-6));
    }
}
