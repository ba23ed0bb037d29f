using Microsoft.ML.VisionTransformers.Architectures;
using Microsoft.ML.VisionTransformers.Modules;
using Microsoft.ML.VisionTransformers.ViT;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Tests.ViT;

public class VisionTransformerNetworkTests
{
    private static readonly ViTConfiguration s_tiny = new()
    {
        ImageHeight = 16, ImageWidth = 16, PatchSize = 4, Dim = 24, Depth = 2, Heads = 2, MlpRatio = 2, NumClasses = 5,
    };

    public static TheoryData<ViTConfiguration> Variants =>
    [
        s_tiny,
        s_tiny with { Pooling = ViTPooling.Average },
        s_tiny with { Pooling = ViTPooling.Average, ClassToken = false, FcNorm = false },
        s_tiny with { Channels = 1, ImageWidth = 32 },
        s_tiny with { RegisterTokens = 2, NoEmbedClass = true, LayerScale = 0.1, QkNorm = true },
        s_tiny with { PreNorm = true, QkvBias = false },
        s_tiny with { RepresentationSize = 10 },
        s_tiny with { NumClasses = 0 },
        s_tiny with { DropRate = 0.1, AttentionDropRate = 0.1, DropPathRate = 0.2 },
    ];

    [Theory]
    [MemberData(nameof(Variants))]
    public void CountedParametersAreThoseOfTheNetwork(ViTConfiguration configuration)
    {
        using var network = new VisionTransformerNetwork(configuration, seed: 1);
        Assert.Equal(configuration.CountParameters(), network.parameters().Sum(parameter => parameter.numel()));
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public void EveryParameterGetsAGradient(ViTConfiguration configuration)
    {
        using var scope = NewDisposeScope();
        var network = NetworkFactory.Create(configuration, seed: 1);
        network.train();
        var images = randn(3, configuration.Channels, configuration.ImageHeight, configuration.ImageWidth);
        var logits = network.call(images);
        var width = configuration.NumClasses > 0 ? configuration.NumClasses : configuration.RepresentationSize ?? configuration.Dim;
        Assert.Equal([3L, width], logits.shape);
        (logits * randn_like(logits)).sum().backward();
        Assert.All(network.named_parameters(), pair => Assert.True(pair.parameter.grad is not null, pair.name));
    }

    [Fact]
    public void KeysAreTimms()
    {
        using var network = new VisionTransformerNetwork(s_tiny, seed: 1);
        var keys = network.state_dict().Keys.ToHashSet();
        Assert.Superset(
            new HashSet<string>
            {
                "cls_token", "pos_embed", "patch_embed.proj.weight", "blocks.0.norm1.weight", "blocks.0.attn.qkv.bias", "blocks.1.attn.proj.weight",
                "blocks.1.norm2.bias", "blocks.1.mlp.fc1.weight", "blocks.1.mlp.fc2.bias", "norm.weight", "head.weight", "head.bias",
            }, keys);
        Assert.Equal(32, keys.Count);
    }

    [Fact]
    public void TheSameSeedGivesTheSameNetwork()
    {
        using var first = new VisionTransformerNetwork(s_tiny, seed: 4);
        using var second = new VisionTransformerNetwork(s_tiny, seed: 4);
        using var other = new VisionTransformerNetwork(s_tiny, seed: 5);
        float[] Values(VisionTransformerNetwork network) => network.state_dict()["blocks.1.mlp.fc1.weight"].detach().reshape(-1).data<float>().ToArray();
        Assert.Equal(Values(first), Values(second));
        Assert.NotEqual(Values(first), Values(other));
    }

    [Fact]
    public void AFreshNetworkStartsAsThePapersCode()
    {
        using var network = new VisionTransformerNetwork(s_tiny, seed: 1);
        var state = network.state_dict();
        // Xavier: variance 2 / (fan-in + fan-out), queries, keys and values each 24 x 24.
        Assert.Equal(MathF.Sqrt(1f / 24), state["blocks.0.attn.qkv.weight"].std().item<float>(), 0.01f);
        Assert.True(state["head.weight"].abs().max().item<float>() < 1e-3f);
        Assert.Equal(0, state["blocks.0.attn.qkv.bias"].abs().sum().item<float>());
        Assert.Equal(24, state["blocks.0.norm1.weight"].sum().item<float>());
        Assert.True(state["cls_token"].abs().max().item<float>() < 1e-5f);
    }

    [Fact]
    public void ANetworkBuiltInAScopeOutlivesIt()
    {
        VisionNetwork network;
        using (NewDisposeScope())
            network = NetworkFactory.Create(s_tiny with { LayerScale = 1 });
        using var scope = NewDisposeScope();
        Assert.Equal([2L, 5], network.call(randn(2, 3, 16, 16)).shape);
        network.Dispose();
    }

    [Fact]
    public void AHeadForOtherClassesStartsNearZero()
    {
        using var scope = NewDisposeScope();
        using var network = NetworkFactory.Create(s_tiny);
        network.ResetHead(9, seed: 2);
        Assert.Equal(9, network.NumClasses);
        Assert.Equal([9L, 24], network.state_dict()["head.weight"].shape);
        Assert.Contains("head.weight", network.named_parameters().Select(pair => pair.name));
        var logits = network.call(randn(2, 3, 16, 16));
        Assert.Equal([2L, 9], logits.shape);
        Assert.True(logits.abs().max().item<float>() < 1e-2f);
    }

    [Fact]
    public void AHeadCanBeAddedToABackbone()
    {
        using var scope = NewDisposeScope();
        using var network = NetworkFactory.Create(s_tiny with { NumClasses = 0 });
        network.ResetHead(4, seed: 2);
        Assert.Equal([2L, 4], network.call(randn(2, 3, 16, 16)).shape);
        Assert.Contains("head.bias", network.state_dict().Keys);
    }

    [Fact]
    public void AnotherSizeNeedsDynamicSize()
    {
        using var scope = NewDisposeScope();
        using var fixedSize = NetworkFactory.Create(s_tiny);
        var error = Assert.Throws<ArgumentException>(() => fixedSize.call(randn(1, 3, 24, 16)));
        Assert.Contains("24x16", error.Message);
        Assert.Contains("16x16", error.Message);
        using var dynamic = NetworkFactory.Create(s_tiny with { DynamicSize = true });
        Assert.Equal([1L, 5], dynamic.call(randn(1, 3, 24, 16)).shape);
        Assert.Throws<ArgumentException>(() => dynamic.call(randn(1, 3, 18, 16)));
    }

    [Fact]
    public void LayersRunFromEmbeddingsToHead()
    {
        using var network = NetworkFactory.Create(s_tiny);
        Assert.Equal(3, network.LayerCount);
        Assert.Equal(0, network.LayerId("cls_token"));
        Assert.Equal(0, network.LayerId("patch_embed.proj.weight"));
        Assert.Equal(2, network.LayerId("blocks.1.attn.qkv.weight"));
        Assert.Equal(3, network.LayerId("norm.weight"));
        Assert.Equal(3, network.LayerId("head.bias"));
    }

    [Fact]
    public void ForwardLeavesNoTensorsBehind()
    {
        using var network = NetworkFactory.Create(s_tiny);
        network.eval();
        using var outer = NewDisposeScope();
        using var images = randn(2, 3, 16, 16);
        var before = outer.DisposablesCount;
        using (inference_mode())
        {
            using var logits = network.call(images);
            Assert.Equal(before + 1, outer.DisposablesCount);
        }
    }
}
