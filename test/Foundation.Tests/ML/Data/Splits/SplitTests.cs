using Microsoft.ML;
using Microsoft.ML.Data;

namespace Foundation.Tests.ML.Data.Splits;

public class SplitTests
{
    public sealed class Row
    {
        public int Id;
        public string Group = "";
    }

    private static IDataView Rows(MLContext ml, int count) =>
        ml.Data.LoadFromEnumerable(Enumerable.Range(0, count).Select(i => new Row { Id = i, Group = "g" + i % 40 }));

    [Fact]
    public void TestFractionIsMetOnAverage()
    {
        var ml = new MLContext(7);
        var split = ml.Data.TrainTestSplit(Rows(ml, 10000), testFraction: 0.2);
        var test = split.TestSet.GetColumn<int>("Id").Count();
        Assert.InRange(test, 1850, 2150);
        Assert.Equal(10000 - test, split.TrainSet.GetColumn<int>("Id").Count());
    }

    [Fact]
    public void GroupsOfTextStayTogether()
    {
        var ml = new MLContext(1);
        var split = ml.Data.TrainTestSplit(Rows(ml, 400), testFraction: 0.3, samplingKeyColumnName: "Group");
        var (train, test) = (split.TrainSet.GetColumn<string>("Group").ToHashSet(), split.TestSet.GetColumn<string>("Group").ToHashSet());
        Assert.Empty(train.Intersect(test));
        Assert.Equal(40, train.Count + test.Count);
        Assert.NotEmpty(test);
        Assert.Equal(["Id", "Group"], split.TrainSet.Schema.Select(column => column.Name));
    }
}
