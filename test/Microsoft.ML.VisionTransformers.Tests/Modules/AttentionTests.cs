using Microsoft.ML.VisionTransformers.Modules;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Tests.Modules;

public class AttentionTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void EqualsProbabilitiesTimesValues(bool qkNorm)
    {
        using var scope = NewDisposeScope();
        manual_seed(3);
        var attention = new Attention(12, 3, qkNorm: qkNorm);
        var x = randn(2, 7, 12);
        var weights = attention.state_dict();
        var v = nn.functional.linear(x, weights["qkv.weight"], weights["qkv.bias"])
            .view(2, 7, 3, 3, 4).permute(2, 0, 3, 1, 4)[2];                                       // [B, H, N, d]
        var mixed = attention.Probabilities(x).reshape(6, 7, 7).bmm(v.reshape(6, 7, 4))
            .view(2, 3, 7, 4).transpose(1, 2).reshape(2, 7, 12);
        var expected = nn.functional.linear(mixed, weights["proj.weight"], weights["proj.bias"]);
        Assert.True((attention.call(x) - expected).abs().max().item<float>() < 1e-5f);
    }

    [Fact]
    public void InferenceAndTrainingPathsAgree()
    {
        using var scope = NewDisposeScope();
        manual_seed(4);
        var attention = new Attention(32, 2);
        var x = randn(3, 21, 32);
        var withGraph = attention.call(x);
        using var _ = inference_mode();
        Assert.True((attention.call(x) - withGraph).abs().max().item<float>() < 1e-5f);
    }

    [Fact]
    public void ProbabilitiesSumToOne()
    {
        using var scope = NewDisposeScope();
        var attention = new Attention(8, 2);
        var sums = attention.Probabilities(randn(1, 5, 8)).sum(-1).reshape(10).data<float>().ToArray();
        Assert.All(sums, sum => Assert.Equal(1, sum, 1e-5f));
    }

    [Fact]
    public void HeadsMustDivideTheWidth()
        => Assert.Contains("12 does not divide into 5", Assert.Throws<ArgumentException>(() => new Attention(12, 5)).Message);
}
