using Microsoft.ML.VisionTransformers.Explanation;

namespace Microsoft.ML.VisionTransformers.Tests.Explanation;

public sealed class PlotAxisTests
{
    [Theory]
    [InlineData(new[] { 0.41, 1.07 }, 0.4, 1.2, 0.2)]
    [InlineData(new[] { 0, 1e-4 }, 0, 1e-4, 2e-5)]
    [InlineData(new[] { -3, double.NaN, 7 }, -4, 8, 2)]
    [InlineData(new[] { 5.0 }, 2, 8, 1)]
    [InlineData(new double[0], -1, 1, 0.5)]
    public void GoesFromARoundNumberToARoundNumber(double[] values, double low, double high, double tick)
    {
        var axis = PlotAxis.Around(values);
        Assert.Equal((low, high, tick), (Math.Round(axis.Low, 12), Math.Round(axis.High, 12), Math.Round(axis.Tick, 12)));
        Assert.Equal(low, axis.Marks().First(), 12);
        Assert.Equal(high, axis.Marks().Last(), 12);
        Assert.Equal(0.5, axis.Place((low + high) / 2), 12);
    }
}
