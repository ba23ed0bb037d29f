using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Foundation.Tests.Modules;

public class MultiheadAttentionTests
{
    [Fact]
    public void MaskedKeysGetNoWeight()
    {
        manual_seed(2);
        using var attention = nn.MultiheadAttention(4, 2, kdim: 3, vdim: 5);
        using var padding = tensor(new[,] { { false, false, true } });
        var (result, weights) = attention.call(randn(2, 1, 4), randn(3, 1, 3), randn(3, 1, 5), padding);
        Assert.Equal(new long[] { 2, 1, 4 }, result.shape);
        Assert.Equal(new long[] { 1, 2, 3 }, weights.shape);
        Assert.Equal(new[] { 0f, 0f }, weights[0, TensorIndex.Colon, 2].data<float>().ToArray());
        Assert.True(weights.sum(-1L).allclose(ones(1, 2)));
    }

    [Fact]
    public void WeightsAreLeftOutWhenNotAskedFor()
    {
        using var attention = nn.MultiheadAttention(4, 1, add_bias_kv: true, add_zero_attn: true);
        var (result, weights) = attention.call(zeros(2, 3, 4), zeros(2, 3, 4), zeros(2, 3, 4), need_weights: false);
        Assert.Equal(new long[] { 2, 3, 4 }, result.shape);
        Assert.Null(weights);
    }
}
