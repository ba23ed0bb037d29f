namespace Microsoft.ML.Data;

/// <summary>One pass over the source, which stores some columns as far as readers have asked for.</summary>
internal sealed class CacheFill
{
    // Few enough that a reader of the first rows is not kept waiting, many enough that the lock does not count.
    private const int RowsAtOnce = 64;

    private readonly Lock _lock = new();
    private readonly Action<long> _finished;
    private readonly Dictionary<int, ColumnBuffer> _buffers = [];
    private readonly Action<int>[] _readers;
    private DataViewRowCursor _cursor;
    private volatile int _rows;
    private volatile bool _complete;

    public CacheFill(IDataView source, int[] columns, Action<long> finished)
    {
        _finished = finished;
        _cursor = source.GetRowCursor(columns.Select(index => source.Schema[index]).ToArray());
        foreach (var index in columns)
            _buffers[index] = ColumnBuffer.Create(source.Schema[index].Type);
        _readers = [.. _buffers.Select(buffer => buffer.Value.Reader(_cursor, source.Schema[buffer.Key]))];
    }

    public Delegate Getter(int column, Func<int> row) => _buffers[column].Getter(row);

    /// <summary>Reads on until the row is there; false when there is none.</summary>
    public bool Reach(long row)
    {
        if (row < _rows)
            return true;
        if (!_complete)
            Read(row + RowsAtOnce);
        return row < _rows;
    }

    public long ReadAll()
    {
        Read(long.MaxValue);
        return _rows;
    }

    private void Read(long end)
    {
        lock (_lock)
        {
            while (!_complete && _rows < end)
            {
                if (!_cursor.MoveNext())
                {
                    _cursor.Dispose();
                    _cursor = null;
                    _complete = true;
                    _finished(_rows);
                    return;
                }
                var row = _rows;
                foreach (var buffer in _buffers.Values)
                    buffer.Reserve(row + 1);
                foreach (var read in _readers)
                    read(row);
                _rows = row + 1;
            }
        }
    }
}
