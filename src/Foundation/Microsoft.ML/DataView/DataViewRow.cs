using Microsoft.ML.Data;

namespace Microsoft.ML;

/// <summary>One row: getters fetched once follow the row as its position changes.</summary>
public abstract class DataViewRow : IDisposable
{
    private bool _disposed;

    public abstract DataViewSchema Schema { get; }
    public abstract long Position { get; }

    /// <summary>Orders the rows of a cursor set: equal and consecutive within one batch.</summary>
    public abstract long Batch { get; }

    public abstract ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column);
    public abstract ValueGetter<DataViewRowId> GetIdGetter();
    public abstract bool IsColumnActive(DataViewSchema.Column column);

    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
    }
}
