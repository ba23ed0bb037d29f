using Microsoft.ML.Data;
using Microsoft.ML.VisionTransformers.Tests.Drawing;

namespace Microsoft.ML.VisionTransformers.Tests.Catalog;

public sealed class StratifiedSplitTests
{
    private readonly MLContext _context = new(seed: 1);

    private sealed class Row
    {
        public string Label { get; set; } = "";
        public bool IsEven { get; set; }
        public float Number { get; set; }
        public int Id { get; set; }
    }

    [Theory]
    [InlineData("Label")]
    [InlineData("Key")]
    [InlineData("Number")]
    public void EveryClassIsInBothPartsAndNoRowTwice(string label)
    {
        var data = Rows();
        var (train, test) = _context.Data.StratifiedSplit(data, 0.25, label, seed: 3);
        Assert.Equal([("a", 9), ("b", 3)], Counts(train).Where(count => count.Name.Length > 0));
        Assert.Equal([("a", 3), ("b", 1)], Counts(test));
        Assert.Equal(Enumerable.Range(0, 18), Ids(train).Concat(Ids(test)).Order());
        Assert.Equal(Ids(train).Order(), Ids(train));
        Assert.Equal((14L, 4L), (train.GetRowCount(), test.GetRowCount()));
        Assert.Equal(Ids(test), Ids(_context.Data.StratifiedSplit(data, 0.25, label, seed: 3).TestSet));

        IEnumerable<(string Name, int Count)> Counts(IDataView view) => view.GetColumn<string>("Label").CountBy(name => name).Select(pair => (pair.Key, pair.Value)).OrderBy(pair => pair.Key);
    }

    [Fact]
    public void ViewsAreReadWithinPipelines()
    {
        var (train, test) = _context.Data.StratifiedSplit(Rows(), 0.5, "IsEven", seed: 1);
        Assert.Equal(9, test.GetColumn<bool>("IsEven").Count()); // half of nine and nine: five of one and four of the other
        var shuffled = _context.Data.ShuffleRows(train, seed: 1);
        Assert.Equal(Ids(train), Ids(shuffled).Order());
        Assert.Equal(2, Ids(_context.Data.TakeRows(test, 2)).Length);
    }

    [Fact]
    public void WhatCannotBeSplitIsSaid()
    {
        Assert.Contains("NoLabel", Assert.Throws<ArgumentException>(() => _context.Data.StratifiedSplit(Rows(), 0.1, "NoLabel")).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => _context.Data.StratifiedSplit(Rows(), 1));
        var vectors = _context.Transforms.Concatenate("Vector", "Number").Fit(Rows()).Transform(Rows());
        Assert.Contains("Labels are text", Assert.Throws<ArgumentException>(() => _context.Data.StratifiedSplit(vectors, 0.1, "Vector")).Message);
    }

    private static int[] Ids(IDataView view) => [.. view.GetColumn<int>("Id")];

    /// <summary>12 of a, 4 of b, 2 without a label.</summary>
    private IDataView Rows()
    {
        var rows = Enumerable.Range(0, 18).Select(i => new Row
        {
            Id = i, IsEven = i % 2 == 0, Label = i >= 16 ? "" : i % 4 == 3 ? "b" : "a", Number = i >= 16 ? float.NaN : i % 4 == 3 ? 1 : 0,
        });
        var data = _context.Data.LoadFromEnumerable(rows.ToArray());
        return _context.Transforms.Conversion.MapValueToKey("Key", "Label").Fit(data).Transform(data);
    }
}
