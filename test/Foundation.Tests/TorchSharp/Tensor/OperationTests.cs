using TorchSharp;
using static TorchSharp.torch;

namespace Foundation.Tests.Tensors;

/// <summary>Operations whose binding is more than a call: optional arguments, several results, odd names.</summary>
public class OperationTests
{
    private static float[] Values(Tensor t)
    {
        using (t) return t.data<float>().ToArray();
    }

    [Fact]
    public void QuantilesOfAllAndAlongADimension()
    {
        using var t = tensor(new float[,] { { 1, 2, 3 }, { 4, 5, 6 } });
        using var q = tensor(0.5f);
        Assert.Equal([3.5f], Values(t.quantile(q)));
        Assert.Equal([2f, 5f], Values(t.quantile(q, 1)));
    }

    [Fact]
    public void NotANumberBecomesANumber()
    {
        using var t = tensor(new[] { float.NaN, float.PositiveInfinity, 1f });
        Assert.Equal([0f, 9f, 1f], Values(t.nan_to_num(0, 9)));
        Assert.Equal(1f, Values(tensor(new[] { float.NaN, 1f }).nansum())[0]);
    }

    [Fact]
    public void UniqueGivesOnlyWhatWasAskedFor()
    {
        using var t = tensor(new[] { 3L, 1L, 3L });
        var (output, inverse, counts) = t.unique(return_counts: true);
        Assert.Equal([1L, 3L], output.data<long>().ToArray());
        Assert.Null(inverse);
        Assert.Equal([1L, 2L], counts.data<long>().ToArray());
    }

    [Fact]
    public void VarianceAndMeanInOneGo()
    {
        using var t = tensor(new float[,] { { 1, 3 }, { 2, 6 } });
        var (variance, mean) = var_mean(t, 1L);
        Assert.Equal([2f, 8f], Values(variance));
        Assert.Equal([2f, 4f], Values(mean));
    }

    [Fact]
    public void LoopsOfDimensionsInEveryForm()
    {
        using var t = arange(6, ScalarType.Float32).reshape(2, 3);
        Assert.Equal([5f, 3f, 4f, 2f, 0f, 1f], Values(t.roll((1, 1), (0, 1)).contiguous()));
        Assert.Equal([2f, 5f, 1f, 4f, 0f, 3f], Values(t.rot90().contiguous()));
        Assert.Equal([0f, 0f, 1f, 1f, 2f, 2f, 3f, 3f, 4f, 4f, 5f, 5f], Values(t.repeat_interleave(2)));
        Assert.Equal([2L, 3L], t.unsqueeze(0).squeeze(0).shape);
    }

    [Fact]
    public void TensorProductsOverSeveralDimensions()
    {
        using var a = ones(2, 3, 4);
        using var b = ones(3, 4, 5);
        using var contracted = tensordot(a, b, 2);
        Assert.Equal([2L, 5L], contracted.shape);
        Assert.All(contracted.data<float>(), v => Assert.Equal(12f, v));
    }

    [Fact]
    public void DistancesBetweenRows()
    {
        using var a = tensor(new float[,] { { 0, 0 }, { 3, 4 } });
        Assert.Equal([0f, 5f, 5f, 0f], Values(cdist(a, a)));
    }
}
