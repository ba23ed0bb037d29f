using Microsoft.ML;
using Microsoft.ML.Transforms;

namespace Foundation.Tests.ML.Transforms.CustomMapping;

public class StatefulContractTests
{
    public class Row
    {
        public float A;
    }

    public class Sum
    {
        public float Total;
    }

    [CustomMappingFactoryAttribute("tests.running-sum")]
    public class RunningSum : StatefulCustomMappingFactory<Row, Sum, Sum>
    {
        public override Action<Row, Sum, Sum> GetMapping() => (row, sum, state) => sum.Total = state.Total += row.A;

        public override Action<Sum> GetStateInitAction() => state => state.Total = 100;
    }

    [CustomMappingFactoryAttribute("tests.not-a-factory")]
    public class NotAFactory;

    private readonly MLContext _ml = new(1);

    private IDataView Rows() => _ml.Data.LoadFromEnumerable(new[] { new Row { A = 1 }, new Row { A = 2 }, new Row { A = 3 } });

    [Fact]
    public void SavedAndLoaded()
    {
        var factory = new RunningSum();
        var model = _ml.Transforms.StatefulCustomMapping(factory.GetMapping(), factory.GetStateInitAction(), "tests.running-sum").Fit(Rows());
        var stream = new MemoryStream();
        _ml.Model.Save(model, Rows().Schema, stream);
        stream.Position = 0;
        var loaded = new MLContext().Model.Load(stream, out _).Transform(Rows());
        Assert.Equal([101f, 103f, 106f], Totals(loaded));
        Assert.Equal([101f, 103f, 106f], Totals(loaded));
    }

    [Fact]
    public void RowsAreNotSharedOut()
    {
        var view = _ml.Transforms.StatefulCustomMapping<Row, Sum, Sum>((row, sum, state) => sum.Total = ++state.Total, _ => { }, null).Fit(Rows()).Transform(Rows());
        Assert.Single(view.GetRowCursorSet(view.Schema, 4));
    }

    [Fact]
    public void AContractThatIsNoMapping()
    {
        var model = _ml.Transforms.CustomMapping<Row, Sum>((row, sum) => sum.Total = row.A, "tests.not-a-factory").Fit(Rows());
        var stream = new MemoryStream();
        _ml.Model.Save(model, Rows().Schema, stream);
        stream.Position = 0;
        var exception = Assert.ThrowsAny<Exception>(() => new MLContext().Model.Load(stream, out _));
        Assert.Contains("The class with contract 'tests.not-a-factory' must derive from", exception.ToString());
    }

    private static float[] Totals(IDataView view)
    {
        var totals = new List<float>();
        using var cursor = view.GetRowCursor([view.Schema["Total"]]);
        var getter = cursor.GetGetter<float>(view.Schema["Total"]);
        float total = 0;
        while (cursor.MoveNext())
        {
            getter(ref total);
            totals.Add(total);
        }
        return [.. totals];
    }
}
