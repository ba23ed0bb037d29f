using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>A view of the rows of another one, with the same columns.</summary>
internal abstract class WrappedView : IDataView
{
    private protected WrappedView(IHostEnvironment environment, string name, IDataView source)
    {
        Contracts.CheckValue(environment, "env");
        Host = environment.Register(name);
        Host.CheckValue(source, "input");
        Source = source;
    }

    public IHost Host { get; }
    public IDataView Source { get; }

    public DataViewSchema Schema => Source.Schema;
    public virtual bool CanShuffle => Source.CanShuffle;

    public virtual long? GetRowCount() => null;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null)
    {
        Host.CheckValue(columnsNeeded, nameof(columnsNeeded));
        return Open(columnsNeeded, rand);
    }

    public virtual DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];

    private protected abstract DataViewRowCursor Open(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand);
}
