using Microsoft.ML.VisionTransformers.Modules;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Tests.Modules;

public class InitializationTests
{
    [Fact]
    public void XavierUniformHasItsBound()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(5);
        var weight = empty(400, 500);
        Initialization.XavierUniform(weight, 500, 400, generator);
        var bound = MathF.Sqrt(6f / 900);
        Assert.Equal(bound, weight.abs().max().item<float>(), 1e-4f);
        Assert.Equal(bound / MathF.Sqrt(3), weight.std().item<float>(), 2e-4f);
    }

    [Theory]
    [InlineData("blocks.0.mlp.fc1.weight", 6f / (100 + 300))]
    [InlineData("blocks.0.attn.qkv.weight", 6f / (100 + 100))]
    public void ProjectionsFollowTheirLayersWidthAndQueriesKeysAndValuesAreThree(string name, float square)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(5);
        var weight = empty(300, 100);
        Initialization.Projection(weight, name, generator);
        Assert.Equal(MathF.Sqrt(square), weight.abs().max().item<float>(), 1e-4f);
    }

    [Fact]
    public void TruncatedNormalHasItsWidth()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(5);
        var weight = empty(400, 500);
        Initialization.TruncatedNormal(weight, 0.02, generator);
        Assert.Equal(0, weight.mean().item<float>(), 2e-4f);
        Assert.Equal(0.02f, weight.std().item<float>(), 2e-4f);
        Assert.True(weight.abs().max().item<float>() < 0.12f);
    }

    [Fact]
    public void IsCutAtTwoWhateverTheWidth()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(5);
        var weight = empty(100_000);
        Initialization.TruncatedNormal(weight, 1, generator);
        Assert.Equal(2, weight.max().item<float>(), 1e-6f);
    }
}
