using Microsoft.ML.VisionTransformers.Architectures;
using Microsoft.ML.VisionTransformers.Modules;
using Microsoft.ML.VisionTransformers.Swin;
using Microsoft.ML.VisionTransformers.SwinV2;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Tests.Swin;

public class SwinNetworkTests
{
    private static readonly SwinConfiguration s_first = new()
    {
        ImageHeight = 32, ImageWidth = 32, EmbedDim = 8, Depths = [2, 2], Heads = [2, 4], WindowSize = 4, MlpRatio = 2, NumClasses = 5,
    };

    private static readonly SwinV2Configuration s_second = new()
    {
        ImageHeight = 32, ImageWidth = 32, EmbedDim = 8, Depths = [2, 2], Heads = [2, 4], WindowSize = 4, MlpRatio = 2, NumClasses = 5,
    };

    public static TheoryData<ShiftedWindowConfiguration> Variants =>
    [
        s_first,
        s_first with { ImageHeight = 28, ImageWidth = 44, WindowConvention = WindowConvention.Timm },
        s_first with { ImageHeight = 30, ImageWidth = 45, WindowConvention = WindowConvention.Torchvision },
        s_first with { Channels = 1, AbsolutePositions = true, QkvBias = false, PatchNorm = false, QkScale = 0.3 },
        s_first with { NumClasses = 0, Depths = [1, 1, 2], Heads = [1, 2, 2] },
        s_first with { DropRate = 0.1, AttentionDropRate = 0.1, DropPathRate = 0.2 },
        s_second,
        s_second with { ImageHeight = 28, ImageWidth = 44, WindowConvention = WindowConvention.HuggingFace },
        s_second with { QkvBias = false, AbsolutePositions = true, PretrainedWindowSizes = [3, 2] },
    ];

    [Theory]
    [MemberData(nameof(Variants))]
    public void CountedParametersAreThoseOfTheNetwork(ShiftedWindowConfiguration configuration)
    {
        using var network = new SwinNetwork(configuration, seed: 1);
        Assert.Equal(configuration.CountParameters(), network.parameters().Sum(parameter => parameter.numel()));
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public void EveryParameterGetsAGradient(ShiftedWindowConfiguration configuration)
    {
        using var scope = NewDisposeScope();
        var network = Shaken(configuration);
        network.train();
        var logits = network.call(randn(3, configuration.Channels, configuration.ImageHeight, configuration.ImageWidth));
        Assert.Equal([3L, configuration.NumClasses > 0 ? configuration.NumClasses : configuration.Features], logits.shape);
        (logits * randn_like(logits)).sum().backward();
        Assert.All(network.named_parameters(), pair => Assert.True(pair.parameter.grad is not null, pair.name));
    }

    /// <summary>Without a graph there are other ways through the attention, in place and with kept tables.</summary>
    [Theory]
    [MemberData(nameof(Variants))]
    public void ScoringGivesWhatTrainingSees(ShiftedWindowConfiguration configuration)
    {
        using var scope = NewDisposeScope();
        var network = Shaken(configuration);
        network.eval();
        foreach (var (height, width) in new[] { (configuration.ImageHeight, configuration.ImageWidth), (21, 40), (64, 32) })
        {
            var images = randn(2, configuration.Channels, height, width);
            var expected = network.call(images).detach();
            using var _ = no_grad();
            Assert.True((network.call(images) - expected).abs().max().item<float>() < 1e-5);
            Assert.True((network.call(images) - expected).abs().max().item<float>() < 1e-5);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void KeptTablesFollowTheWeights(bool second)
    {
        using var scope = NewDisposeScope();
        var network = Shaken(second ? s_second : s_first);
        network.eval();
        var images = randn(1, 3, 32, 32);
        using var _ = no_grad();
        var before = network.call(images);
        var name = second ? "layers.0.blocks.1.attn.cpb_mlp.2.weight" : "layers.0.blocks.1.attn.relative_position_bias_table";
        var table = network.named_parameters().Single(pair => pair.name == name).parameter;
        table.mul_(-3);
        Assert.NotEqual(0, (network.call(images) - before).abs().max().item<float>());
        table.mul_(-1.0 / 3);
        Assert.True((network.call(images) - before).abs().max().item<float>() < 1e-5);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void TablesThatScoringMadeServeTrainingToo(bool second)
    {
        using var scope = NewDisposeScope();
        var network = Shaken(second ? s_second : s_first);
        network.eval();
        var images = randn(2, 3, 32, 32);
        using (inference_mode())
            network.call(images);
        network.train();
        network.call(images).sum().backward();
        Assert.All(network.parameters(), parameter => Assert.NotNull(parameter.grad));
    }

    [Fact]
    public void FirstValuesAreTheOfficialCodes()
    {
        using var scope = NewDisposeScope();
        var weights = new SwinNetwork(s_second with { EmbedDim = 96, Heads = [3, 6] }, seed: 3).state_dict();
        Assert.Equal(0, weights["layers.0.blocks.0.norm1.weight"].abs().max().item<float>());
        Assert.Equal(1, weights["layers.0.downsample.norm.weight"].min().item<float>());
        Assert.Equal(Math.Log(10), weights["layers.1.blocks.0.attn.logit_scale"].mean().item<float>(), 5);
        Assert.Equal(0.02, weights["layers.0.blocks.0.attn.qkv.weight"].std().item<float>(), 3);
        Assert.Equal(0.02, weights["layers.0.blocks.0.attn.cpb_mlp.0.weight"].std().item<float>(), 2);
        Assert.Equal(1 / Math.Sqrt(3 * 48), weights["patch_embed.proj.weight"].std().item<float>(), 2);
        Assert.True(weights["head.weight"].abs().max().item<float>() < 1e-4);
    }

    [Fact]
    public void KeysAreTheOfficialOnes()
    {
        using var network = new SwinNetwork(s_second, seed: 1);
        Assert.Superset(
            new HashSet<string>
            {
                "patch_embed.proj.weight", "patch_embed.norm.bias", "layers.0.blocks.0.norm1.weight", "layers.0.blocks.1.attn.qkv.weight",
                "layers.0.blocks.1.attn.q_bias", "layers.0.blocks.1.attn.v_bias", "layers.0.blocks.1.attn.logit_scale", "layers.0.blocks.1.attn.cpb_mlp.0.bias",
                "layers.0.blocks.1.attn.cpb_mlp.2.weight", "layers.0.blocks.1.attn.proj.bias", "layers.0.blocks.1.mlp.fc1.weight",
                "layers.0.downsample.reduction.weight", "layers.0.downsample.norm.weight", "norm.weight", "head.bias",
            },
            network.state_dict().Keys.ToHashSet());
        Assert.DoesNotContain(network.state_dict().Keys, key => key.Contains("index") || key.Contains("mask") || key.Contains("coords"));
    }

    [Theory]
    [InlineData("patch_embed.proj.weight", 0)]
    [InlineData("absolute_pos_embed", 0)]
    [InlineData("layers.0.blocks.0.norm1.weight", 1)]
    [InlineData("layers.0.blocks.1.attn.proj.bias", 2)]
    [InlineData("layers.0.downsample.reduction.weight", 2)]
    [InlineData("layers.1.blocks.0.mlp.fc1.weight", 3)]
    [InlineData("norm.weight", 5)]
    [InlineData("head.weight", 5)]
    public void LayersCountBlocksThrough(string parameter, int layer)
    {
        using var network = new SwinNetwork(s_first, seed: 1);
        Assert.Equal(5, network.LayerCount);
        Assert.Equal(layer, network.LayerId(parameter));
    }

    [Fact]
    public void PositionsAndScalesDoNotDecay()
    {
        using var network = new SwinNetwork(s_first, seed: 1);
        Assert.All(["absolute_pos_embed", "layers.0.blocks.0.attn.relative_position_bias_table", "layers.0.blocks.0.attn.cpb_mlp.2.weight", "layers.0.blocks.0.attn.logit_scale"],
            name => Assert.True(network.SkipsWeightDecay(name)));
        Assert.False(network.SkipsWeightDecay("layers.0.blocks.0.attn.qkv.weight"));
    }

    [Fact]
    public void TheHeadCanBeReplaced()
    {
        using var scope = NewDisposeScope();
        var network = NetworkFactory.Create((ClassifierConfiguration)(s_first with { NumClasses = 0 }), seed: 1);
        network.eval();
        network.ResetHead(7, seed: 2);
        Assert.Equal([1L, 7], network.call(randn(1, 3, 32, 32)).shape);
        Assert.Equal(7, network.NumClasses);
        Assert.Equal([1L, 16], network.forward_head(network.forward_features(randn(1, 3, 32, 32)), preLogits: true).shape);
    }

    /// <summary>Weights that are not at their first values, so that nothing is hidden by zeros.</summary>
    private static SwinNetwork Shaken(ShiftedWindowConfiguration configuration)
    {
        manual_seed(5);
        var network = (SwinNetwork)NetworkFactory.Create((VisionConfiguration)configuration, seed: 1);
        using var _ = no_grad();
        foreach (var parameter in network.parameters())
            parameter.add_(randn_like(parameter) * 0.1);
        return network;
    }
}
