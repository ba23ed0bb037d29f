using Microsoft.ML.VisionTransformers.Architectures;
using Microsoft.ML.VisionTransformers.Modules;
using Microsoft.ML.VisionTransformers.Tests.Modules;
using Microsoft.ML.VisionTransformers.Training;
using Microsoft.ML.VisionTransformers.ViT;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Tests.Training;

[Collection("Kernels")]
public class FrozenPartTests
{
    private static readonly ViTConfiguration s_tiny = new()
    {
        ImageHeight = 8, ImageWidth = 8, Channels = 3, PatchSize = 4, Dim = 12, Depth = 3, Heads = 2, NumClasses = 5, DropPathRate = 0.5,
    };

    private sealed class Options : TrainingOptions;

    [Fact]
    public void NothingIsFrozenUnlessAskedFor()
    {
        using var network = NetworkFactory.Create(s_tiny);
        using var frozen = new FrozenPart(network, new Options());
        Assert.False(frozen.IsFrozen);
        Assert.All(network.parameters(), parameter => Assert.True(parameter.requires_grad));
        Assert.False(network.FeaturesAreFrozen);
    }

    [Fact]
    public void AProbeTrainsItsClassifierOnFeaturesOfTheWholeNetwork()
    {
        using var scope = NewDisposeScope();
        using var network = NetworkFactory.Create(s_tiny);
        network.eval();
        var images = randn(2, 3, 8, 8);
        var expected = network.call(images).detach();
        using (var frozen = new FrozenPart(network, new Options { TrainOnly = TrainedPart.Head }))
        {
            frozen.Train();
            var logits = network.call(images);
            // The same as when scoring: half of the blocks would be dropped otherwise.
            Assert.True(logits.equal(expected).all().item<bool>());
            logits.sum().backward();
            Assert.Equal(["head.bias", "head.weight"], network.named_parameters().Where(p => p.parameter.grad is not null).Select(p => p.name).Order());
        }
        Assert.False(network.FeaturesAreFrozen);
        Assert.All(network.parameters(), parameter => Assert.True(parameter.requires_grad));
    }

    [Theory]
    [InlineData("ViT")]
    [InlineData("Swin")]
    [InlineData("SwinV2")]
    [InlineData("ConvViT")]
    public void FrozenEmbeddingsAreWithoutDropout(string family)
    {
        using var scope = NewDisposeScope();
        using var tiny = TinyFamily.Create(family, dropout: 0.5);
        var network = (VisionNetwork)tiny.Network;
        using var frozen = new FrozenPart(network, new Options { TrainOnly = TrainedPart.Head });
        var images = randn(2, network.Configuration.Channels, network.Configuration.ImageHeight, network.Configuration.ImageWidth);
        frozen.Train();
        var features = network.forward_features(images);
        network.eval();
        Assert.True(features.equal(network.forward_features(images)).all().item<bool>());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(3)]
    public void TheFirstBlocksAreFrozenWithTheEmbeddings(int blocks)
    {
        using var scope = NewDisposeScope();
        using var network = (VisionTransformerNetwork)NetworkFactory.Create(s_tiny);
        using var frozen = new FrozenPart(network, new Options { FrozenBlocks = blocks });
        frozen.Train();
        Assert.Equal(Enumerable.Range(0, 3).Select(block => block >= blocks), network.Blocks.Select(block => block.training));
        Assert.True(network.training);
        network.SeedDropPath(1);
        network.call(randn(2, 3, 8, 8)).sum().backward();
        Assert.All(network.named_parameters(), pair => Assert.Equal(network.LayerId(pair.name) > blocks, pair.parameter.requires_grad));
        Assert.All(network.named_parameters().Where(pair => network.LayerId(pair.name) <= blocks), pair => Assert.Null(pair.parameter.grad));
        Assert.NotNull(network.get_parameter("norm.weight").grad);
    }

    [Fact]
    public void ThawingLeavesWhatWasFixedBefore()
    {
        using var network = NetworkFactory.Create(s_tiny);
        network.get_parameter("pos_embed").requires_grad = false;
        using var frozen = new FrozenPart(network, new Options { FrozenBlocks = 1 });
        Assert.DoesNotContain("pos_embed", frozen.Names);
        frozen.Thaw();
        Assert.False(frozen.IsFrozen);
        frozen.Train();
        Assert.All(network.named_parameters(), pair => Assert.Equal(pair.name != "pos_embed", pair.parameter.requires_grad));
        Assert.All(network.named_modules(), pair => Assert.True(pair.module.training));
    }

    [Fact]
    public void MoreBlocksThanThereAreAreRefused()
    {
        using var network = NetworkFactory.Create(s_tiny);
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => new FrozenPart(network, new Options { FrozenBlocks = 4 }));
        Assert.Contains("3 blocks", error.Message);
        using var other = nn.Linear(2, 2);
        Assert.Contains("no classifier", Assert.Throws<ArgumentException>(() => new FrozenPart(other, new Options { TrainOnly = TrainedPart.Head })).Message);
    }
}
