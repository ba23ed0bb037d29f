using Microsoft.ML.VisionTransformers.Modules;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Tests.Modules;

public class WeightedTablesTests
{
    [Fact]
    public void ATableIsMadeAgainWhenItsWeightsChange()
    {
        using var scope = NewDisposeScope();
        var tables = new WeightedTables<int>();
        var weight = ones(3);
        var made = 0;
        Assert.Equal(2, First());
        Assert.Equal(2, First());
        Assert.Equal(1, made);
        weight[2] = 5;
        weight[0] = 4;
        Assert.Equal(8, First());
        Assert.Equal(2, made);

        float First() => tables.Get(7, [weight], () =>
        {
            made++;
            return weight * 2;
        })[0].item<float>();
    }

    [Fact]
    public void FewAreKept()
    {
        using var scope = NewDisposeScope();
        var tables = new WeightedTables<int>();
        var made = 0;
        for (var key = 0; key < 10; key++)
            tables.Get(key, [], () => ones(++made));
        tables.Get(9, [], () => ones(++made));
        Assert.Equal(10, made);
        tables.Get(0, [], () => ones(++made));
        Assert.Equal(11, made);
    }
}
