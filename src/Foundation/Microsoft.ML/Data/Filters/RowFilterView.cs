using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Keeps the rows whose values in some columns pass a test; how many that are is unknown until they are read.</summary>
internal abstract class RowFilterView : WrappedView
{
    private protected RowFilterView(IHostEnvironment environment, string name, IDataView source) : base(environment, name, source)
    {
    }

    /// <summary>The columns that the test reads.</summary>
    private protected abstract IReadOnlyList<DataViewSchema.Column> Tested { get; }

    private protected abstract Func<bool> MakeTest(DataViewRow row);

    private protected sealed override DataViewRowCursor Open(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand)
    {
        var wanted = columnsNeeded.ToArray();
        return new RowFilterCursor(Source.GetRowCursor(WithTested(wanted), rand), wanted, MakeTest);
    }

    public override DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null)
    {
        Host.CheckValue(columnsNeeded, nameof(columnsNeeded));
        var wanted = columnsNeeded.ToArray();
        var inputs = Source.GetRowCursorSet(WithTested(wanted), n, rand);
        return Array.ConvertAll(inputs, input => (DataViewRowCursor)new RowFilterCursor(input, wanted, MakeTest));
    }

    private IEnumerable<DataViewSchema.Column> WithTested(DataViewSchema.Column[] wanted) =>
        wanted.Concat(Tested).DistinctBy(column => column.Index).OrderBy(column => column.Index);
}
