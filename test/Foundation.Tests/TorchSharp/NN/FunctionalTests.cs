using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Foundation.Tests.NN;

public class FunctionalTests
{
    public static TheoryData<string, Action> WrongShapes => new()
    {
        { "linear", () => F.linear(zeros(2, 3), zeros(4, 5)) },
        { "layer_norm", () => F.layer_norm(zeros(2, 3), new long[] { 4 }) },
        { "conv2d", () => F.conv2d(zeros(1, 3, 4, 4), zeros(1, 2, 2, 2)) },
        { "cross_entropy", () => F.cross_entropy(zeros(2, 3), zeros(3, dtype: ScalarType.Int64)) },
        { "attention", () => F.scaled_dot_product_attention(zeros(1, 2, 3, 4), zeros(1, 2, 3, 5), zeros(1, 2, 3, 4)) },
        { "pad", () => F.pad(zeros(2), new long[] { 1 }) },
        { "embedding", () => nn.Embedding(2, 2).call(tensor(new[] { 2L })) },
    };

    [Theory]
    [MemberData(nameof(WrongShapes))]
    public void WrongShapesAreExceptionsWithAMessage(string what, Action act)
    {
        var error = Assert.ThrowsAny<ExternalException>(act);
        Assert.True(error.Message.Split('\n')[0].Length > 10, what);
    }

    [Fact]
    public void UnfoldAndFoldAddUpOverlaps()
    {
        using var x = arange(9, dtype: ScalarType.Float32).reshape(1, 1, 3, 3);
        using var columns = F.unfold(x, 2);
        Assert.Equal(new long[] { 1, 4, 4 }, columns.shape);
        Assert.Equal(new[] { 0f, 1, 3, 4 }, columns[0, TensorIndex.Colon, 0].data<float>().ToArray());
        using var back = F.fold(columns, 3, 2);
        Assert.Equal(new[] { 0f, 2, 2, 6, 16, 10, 6, 14, 8 }, back.data<float>().ToArray());
    }

    [Fact]
    public void CausalAttentionSeesOnlyWhatCameBefore()
    {
        manual_seed(0);
        using var q = randn(1, 1, 3, 4);
        using var v = randn(1, 1, 3, 4);
        using var y = F.scaled_dot_product_attention(q, q, v, is_casual: true);
        Assert.True(y[0, 0, 0].allclose(v[0, 0, 0]));
    }

    [Fact]
    public void InPlaceActivationsChangeTheirInput()
    {
        using var x = tensor(new[] { -1f, 2f });
        using var y = F.leaky_relu(x, 0.5, inplace: true);
        Assert.Equal(new[] { -0.5f, 2f }, x.data<float>().ToArray());
        Assert.Equal(new[] { -0.5f, 2f }, y.data<float>().ToArray());
    }

    [Fact]
    public void MaxPoolFindsValuesAndPlaces()
    {
        using var x = tensor(new[] { 1f, 5, 2, 3 }).reshape(1, 1, 2, 2);
        var (values, places) = F.max_pool2d_with_indices(x, new long[] { 2, 2 });
        Assert.Equal(5, values.item<float>());
        Assert.Equal(1, places.item<long>());
    }
}
