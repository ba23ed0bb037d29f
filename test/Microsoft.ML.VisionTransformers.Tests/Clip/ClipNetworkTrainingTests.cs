using Microsoft.ML.VisionTransformers.Clip;
using Microsoft.ML.VisionTransformers.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Tests.Clip;

[Collection("Kernels")]
public class ClipNetworkTrainingTests
{
    // Two blocks for images, three for texts: both towers end at layer 4.
    private static readonly ClipConfiguration s_uneven = TinyClip.Configuration with { TextLayers = 3 };

    [Theory]
    [InlineData("visual.conv1.weight", 1, 4)]
    [InlineData("visual.class_embedding", 1, 4)]
    [InlineData("visual.positional_embedding", 1, 4)]
    [InlineData("visual.ln_pre.weight", 1, 4)]
    [InlineData("visual.transformer.resblocks.0.attn.in_proj_weight", 2, 3)]
    [InlineData("visual.transformer.resblocks.1.mlp.c_fc.bias", 3, 2)]
    [InlineData("visual.ln_post.bias", 4, 2)]
    [InlineData("visual.proj", 4, 1)]
    [InlineData("token_embedding.weight", 0, 5)]
    [InlineData("positional_embedding", 0, 5)]
    [InlineData("transformer.resblocks.0.attn.out_proj.weight", 1, 4)]
    [InlineData("transformer.resblocks.2.ln_1.weight", 3, 2)]
    [InlineData("ln_final.weight", 4, 2)]
    [InlineData("text_projection", 4, 1)]
    public void BothTowersEndAtTheSameLayer(string name, int layer, int group)
    {
        using var network = TinyClip.Network(s_uneven);
        Assert.Contains(name, network.named_parameters().Select(pair => pair.name));
        Assert.Equal((layer, group), (network.LayerId(name), network.GroupFromEnd(name)));
        Assert.Equal(4, network.LayerCount);
    }

    [Fact]
    public void TheLogitScaleIsOfNeitherTowerAndTrainedAtTheFullRate()
    {
        using var network = TinyClip.Network(s_uneven);
        Assert.False(ClipNetwork.IsOfImageTower("logit_scale") || ClipNetwork.IsOfTextTower("logit_scale"));
        Assert.Equal(network.LayerCount, network.LayerId("logit_scale"));
    }

    [Fact]
    public void GainsBiasesTheLogitScaleAndPositionsAreNotDecayed()
    {
        using var network = TinyClip.Network();
        string[] decayed = [.. ParameterGroups.Create(network, 0.2).Where(group => group.WeightDecay > 0).SelectMany(group => group.Parameters).Select(pair => pair.Name)];
        string[] wanted = [.. network.named_parameters().Where(pair => pair.parameter.dim() > 1 && !pair.name.EndsWith("positional_embedding")).Select(pair => pair.name)];
        Assert.Equal(wanted.Order(), decayed.Order());
        Assert.Contains("token_embedding.weight", decayed);

        network.DecaysPositions = true;
        Assert.Equal(decayed.Length + 2, ParameterGroups.Create(network, 0.2).Where(group => group.WeightDecay > 0).Sum(group => group.Parameters.Count));
    }

    [Theory]
    [InlineData(10, 4.60517)]
    [InlineData(-3, 0)]
    public void AStepKeepsTheLogitScaleInItsRange(float before, double after)
    {
        using var scope = NewDisposeScope();
        using var network = TinyClip.Network();
        using (no_grad())
            network.LogitScale.fill_(before);
        using var step = new GradientStep(network, new Options());
        step.Add(new(network.LogitScale * 1), 1);
        step.Apply(1e-6);
        Assert.Equal(after, network.LogitScale.ToSingle(), 1e-5);
    }

    [Fact]
    public void StochasticDepthOnlyWhileTrainingAndBySeed()
    {
        using var scope = NewDisposeScope();
        using ClipNetwork plain = new(TinyClip.Configuration, 3), dropping = new(TinyClip.Configuration with { DropPathRate = 0.5 }, 3);
        Assert.Equal(plain.state_dict().Keys, dropping.state_dict().Keys);
        plain.eval();
        dropping.eval();
        var images = randn(16, 3, 16, 16);
        Assert.True(plain.encode_image(images).equal(dropping.encode_image(images)).all().ToBoolean());
        dropping.train(true);
        dropping.SeedDropPath(1);
        var once = dropping.encode_image(images);
        Assert.True((once - plain.encode_image(images)).abs().max().ToSingle() > 1e-3);
        dropping.SeedDropPath(1);
        Assert.True(once.equal(dropping.encode_image(images)).all().ToBoolean());
    }

    private sealed class Options : TrainingOptions;
}
