using Microsoft.ML.VisionTransformers.Architectures;
using Microsoft.ML.VisionTransformers.ConvMae;
using Microsoft.ML.VisionTransformers.Modules;
using Microsoft.ML.VisionTransformers.ViT;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Tests.ConvMae;

public class ConvViTTests
{
    private static readonly ConvViTConfiguration s_tiny = TinyConvMae.Classifier;

    public static TheoryData<ConvViTConfiguration> Variants =>
    [
        s_tiny,
        s_tiny with { Pooling = ViTPooling.Token },
        s_tiny with { PoolSkip = 1 },
        s_tiny with { ProbeNorm = true },
        s_tiny with { Channels = 1, ImageWidth = 96 },
        s_tiny with { NumClasses = 0 },
        s_tiny with { DropRate = 0.1, DropPathRate = 0.2 },
        s_tiny with { Encoder = s_tiny.Encoder with { PatchSize = 1, Stage1 = s_tiny.Encoder.Stage1 with { PatchSize = 8 } } },
    ];

    [Theory]
    [MemberData(nameof(Variants))]
    public void CountedParametersAreThoseOfTheNetwork(ConvViTConfiguration configuration)
    {
        using var network = new ConvViT(configuration, seed: 1);
        Assert.Equal(configuration.CountParameters(), network.parameters().Sum(parameter => parameter.numel()));
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public void EveryParameterGetsAGradient(ConvViTConfiguration configuration)
    {
        using var scope = NewDisposeScope();
        var network = NetworkFactory.Create(configuration, seed: 1);
        network.train();
        var logits = network.call(randn(2, configuration.Channels, configuration.ImageHeight, configuration.ImageWidth));
        Assert.Equal([2L, configuration.NumClasses > 0 ? configuration.NumClasses : configuration.Encoder.Dim], logits.shape);
        (logits * randn_like(logits)).sum().backward();
        Assert.All(network.named_parameters(), pair => Assert.True(pair.parameter.grad is not null, pair.name));
    }

    [Fact]
    public void KeysAreTheAuthors()
    {
        using var network = new ConvViT(s_tiny, seed: 1);
        var keys = network.state_dict().Keys.ToHashSet();
        Assert.Superset(
            new HashSet<string>
            {
                "pos_embed", "patch_embed1.proj.weight", "patch_embed2.norm.bias", "patch_embed3.proj.bias", "patch_embed4.weight",
                "blocks1.0.norm1.weight", "blocks1.0.conv1.weight", "blocks1.0.attn.weight", "blocks2.1.conv2.bias", "blocks2.1.mlp.fc2.weight",
                "blocks3.1.attn.qkv.bias", "blocks3.0.mlp.fc1.weight", "fc_norm.weight", "head.bias",
            }, keys);
        Assert.Equal(1 + 3 * 4 + 2 + 3 * 14 + 2 * 12 + 2 + 2, keys.Count);
        var state = network.state_dict();
        Assert.Equal([8L, 1, 5, 5], state["blocks1.0.attn.weight"].shape);
        Assert.Equal([36L, 12, 1, 1], state["blocks2.0.mlp.fc1.weight"].shape);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5)]
    public void TheMeanLeavesOutTheFirstTokens(int skip)
    {
        using var scope = NewDisposeScope();
        var network = NetworkFactory.Create(s_tiny with { PoolSkip = skip, NumClasses = 0 });
        network.eval();
        var tokens = randn(2, 16, 24);
        var mean = tokens.narrow(1, skip, 16 - skip).mean([1L]);
        var expected = (mean - mean.mean([1L], true)) / (mean.var([1L], unbiased: false, keepdim: true) + 1e-6).sqrt();
        Assert.True(TinyConvMae.Largest(network.forward_head(tokens) - expected) < 1e-5f);
    }

    [Fact]
    public void TokenPoolingTakesTheTopLeftPatch()
    {
        using var scope = NewDisposeScope();
        var network = NetworkFactory.Create(s_tiny with { Pooling = ViTPooling.Token, NumClasses = 0 });
        var tokens = randn(2, 16, 24);
        Assert.Equal(0, TinyConvMae.Largest(network.forward_head(tokens) - tokens.select(1, 0)));
        Assert.Contains("norm.weight", network.state_dict().Keys);
        Assert.DoesNotContain("fc_norm.weight", network.state_dict().Keys);
    }

    [Fact]
    public void AnotherSizeNeedsDynamicSize()
    {
        using var scope = NewDisposeScope();
        var error = Assert.Throws<ArgumentException>(() => NetworkFactory.Create(s_tiny).call(randn(1, 3, 96, 64)));
        Assert.Contains("96x64", error.Message);
        var dynamic = NetworkFactory.Create(s_tiny with { DynamicSize = true });
        Assert.Equal([1L, 5], dynamic.call(randn(1, 3, 96, 64)).shape);
        Assert.Contains("16x16", Assert.Throws<ArgumentException>(() => dynamic.call(randn(1, 3, 72, 64))).Message);
        Assert.Contains("[batch, 3, height, width]", Assert.Throws<ArgumentException>(() => dynamic.call(randn(1, 1, 64, 64))).Message);
    }

    [Fact]
    public void LayersAreTheAuthors()
    {
        using var network = NetworkFactory.Create(s_tiny);
        Assert.Equal(3, network.LayerCount);
        Assert.All(new[] { "pos_embed", "patch_embed1.proj.weight", "patch_embed4.bias", "blocks1.0.attn.weight", "blocks2.1.norm1.bias" },
            name => Assert.Equal(0, network.LayerId(name)));
        Assert.Equal(1, network.LayerId("blocks3.0.norm1.weight"));
        Assert.Equal(2, network.LayerId("blocks3.1.attn.qkv.weight"));
        Assert.All(new[] { "fc_norm.weight", "norm.bias", "head.weight" }, name => Assert.Equal(3, network.LayerId(name)));
        Assert.True(network.SkipsWeightDecay("pos_embed"));
        Assert.False(network.SkipsWeightDecay("blocks1.0.attn.weight"));
    }

    [Fact]
    public void AFreshNetworkStartsAsTheAuthorsWithProjectionsOfTheirLayersWidth()
    {
        using var network = new ConvViT(s_tiny, seed: 1);
        var state = network.state_dict();
        var width = 1 / MathF.Sqrt(s_tiny.Encoder.Dim);
        Assert.Equal(width, state["blocks3.0.attn.qkv.weight"].std().item<float>(), 0.02f);
        Assert.Equal(width, state["patch_embed4.weight"].std().item<float>(), 0.02f);
        Assert.Equal(0.02f, state["pos_embed"].std().item<float>(), 0.004f);
        Assert.True(state["head.weight"].abs().max().item<float>() < 1e-3f);
        Assert.Equal(0, state["blocks3.0.attn.qkv.bias"].abs().sum().item<float>());
        // PyTorch's own for convolutions: within 1 / sqrt(fan-in), biases too.
        Assert.InRange(state["blocks1.0.attn.weight"].abs().max().item<float>(), 0.15f, 0.2f);
        Assert.InRange(state["blocks1.0.attn.bias"].abs().max().item<float>(), 0.05f, 0.2f);
        Assert.InRange(state["patch_embed1.proj.weight"].abs().max().item<float>(), 0.13f, 1 / MathF.Sqrt(48));
        Assert.Equal(8, state["blocks1.0.norm1.weight"].sum().item<float>());
    }

    [Fact]
    public void StochasticDepthGrowsOverAllStages()
    {
        using var scope = NewDisposeScope();
        var network = NetworkFactory.Create(s_tiny with { DropPathRate = 0.4 });
        network.train();
        // Five blocks, of which the first never drops; two branches each.
        var source = new CountedUniforms();
        network.DropPathSource = source;
        network.call(randn(3, 3, 64, 64));
        Assert.Equal([3L, 3, 3, 3, 3, 3, 3, 3], source.Draws);
    }

    [Fact]
    public void AHeadCanBeAddedOrReplaced()
    {
        using var scope = NewDisposeScope();
        using var network = NetworkFactory.Create(s_tiny with { NumClasses = 0 });
        network.ResetHead(9, seed: 2);
        Assert.Equal(9, network.NumClasses);
        Assert.Equal([2L, 9], network.call(randn(2, 3, 64, 64)).shape);
        network.ResetHead(4, seed: 2);
        Assert.Equal([4L, 24], network.state_dict()["head.weight"].shape);
    }

    [Fact]
    public void AProbesHeadNormalisesOverTheBatch()
    {
        using var scope = NewDisposeScope();
        using var network = NetworkFactory.Create(s_tiny with { ProbeNorm = true, NumClasses = 0 });
        network.ResetHead(5, seed: 1);
        Assert.Equal([5L, 24], network.state_dict()["head.1.weight"].shape);
        Assert.Equal(0.01f, network.state_dict()["head.1.weight"].std().item<float>(), 0.002f);
        Assert.Contains("head.0.running_var", network.state_dict().Keys);
        network.train();
        Assert.Equal([3L, 5], network.call(randn(3, 3, 64, 64)).shape);
        Assert.True(TinyConvMae.Largest(network.state_dict()["head.0.running_mean"]) > 0);
    }

    [Fact]
    public void TheSameSeedGivesTheSameNetwork()
    {
        using var first = new ConvViT(s_tiny, seed: 4);
        using var second = new ConvViT(s_tiny, seed: 4);
        using var other = new ConvViT(s_tiny, seed: 5);
        float[] Values(ConvViT network) => network.state_dict()["blocks2.0.conv1.weight"].detach().reshape(-1).data<float>().ToArray();
        Assert.Equal(Values(first), Values(second));
        Assert.NotEqual(Values(first), Values(other));
    }

    [Fact]
    public void ForwardLeavesNoTensorsBehind()
    {
        using var network = NetworkFactory.Create(s_tiny);
        network.eval();
        using var outer = NewDisposeScope();
        using var images = randn(2, 3, 64, 64);
        var before = outer.DisposablesCount;
        using (inference_mode())
        {
            using var logits = network.call(images);
            Assert.Equal(before + 1, outer.DisposablesCount);
        }
    }

    [Fact]
    public void WithAndWithoutAGraphAreTheSame()
    {
        using var scope = NewDisposeScope();
        var network = NetworkFactory.Create(s_tiny);
        TinyConvMae.Randomize(network);
        network.eval();
        var images = randn(2, 3, 64, 64);
        using var logits = network.call(images);
        using (inference_mode())
            Assert.True(TinyConvMae.Largest(network.call(images) - logits) < 1e-5f);
    }

    [Theory]
    [InlineData("72x64 pixels does not divide into tokens of 16x16")]
    public void SizesThatDoNotFitAreRefused(string message)
        => Assert.Contains(message, Assert.Throws<ArgumentException>(() => (s_tiny with { ImageHeight = 72 }).Validate()).Message);

    [Fact]
    public void ChoicesThatDoNotFitAreRefused()
    {
        Assert.Contains("skip 16 of 16", Assert.Throws<ArgumentException>(() => (s_tiny with { PoolSkip = 16 }).Validate()).Message);
        Assert.Contains("24 does not divide into 5 heads",
            Assert.Throws<ArgumentException>(() => (s_tiny with { Encoder = s_tiny.Encoder with { Heads = 5 } }).Validate()).Message);
        Assert.Contains("Stage2",
            Assert.Throws<ArgumentException>(() => (s_tiny with { Encoder = s_tiny.Encoder with { Stage2 = new ConvStage() } }).Validate()).Message);
    }

    private sealed class CountedUniforms : IUniformSource
    {
        public List<long> Draws { get; } = [];

        public Tensor Next(long count, Tensor like)
        {
            Draws.Add(count);
            return full([count], 0.999, like.dtype, like.device);
        }
    }
}
