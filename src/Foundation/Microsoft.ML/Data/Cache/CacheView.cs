using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>
/// Keeps what was read in memory: each column once, together with the columns that were first asked for with it. Rows are read from the source
/// when the first reader comes to them; any number of threads may read. Columns that cannot be kept (images) are not part of it.
/// </summary>
internal sealed class CacheView : IDataView
{
    private readonly IHost _host;
    private readonly IDataView _source;
    private readonly Lock _lock = new();
    private readonly CacheFill[] _fills;
    private CacheFill _lastFill;
    private long? _rowCount;

    public CacheView(IHostEnvironment environment, IDataView source, IReadOnlyCollection<DataViewSchema.Column> prefetch)
    {
        _host = environment.Register("Cache");
        foreach (var column in prefetch)
            if (!BufferableColumns.IsBufferable(column.Type))
                throw _host.Except($"Asked to prefetch column '{column.Name}' into cache, but it is of unhandled type '{column.Type}'");
        _source = BufferableColumns.Of(source);
        _rowCount = _source.GetRowCount();
        _fills = new CacheFill[_source.Schema.Count];
        if (prefetch.Count > 0)
            FillsOf(prefetch.Select(column => _source.Schema[column.Name].Index));
    }

    public DataViewSchema Schema => _source.Schema;
    public bool CanShuffle => true;

    public long? GetRowCount() => _rowCount;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null) => GetRowCursorSet(columnsNeeded, 1, rand)[0];

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null)
    {
        _host.CheckValue(columnsNeeded, nameof(columnsNeeded));
        var active = new bool[Schema.Count];
        foreach (var column in columnsNeeded)
            active[column.Index] = true;
        var fills = FillsOf(Enumerable.Range(0, active.Length).Where(index => active[index]));
        var order = rand == null ? null : Permutation(fills, rand);
        var blocks = new CacheBlocks();
        var cursors = new DataViewRowCursor[Math.Max(1, n)];
        for (var i = 0; i < cursors.Length; i++)
            cursors[i] = new CacheCursor(Schema, active, _fills, fills, order, blocks, single: cursors.Length == 1);
        return cursors;
    }

    /// <summary>The fills behind the columns; those that have none yet get one in common, and no columns at all any that counts the rows.</summary>
    private CacheFill[] FillsOf(IEnumerable<int> columns)
    {
        lock (_lock)
        {
            var wanted = columns.ToArray();
            var missing = Array.FindAll(wanted, index => _fills[index] == null);
            if (missing.Length > 0 || _lastFill == null)
            {
                _lastFill = new CacheFill(_source, missing, count => _rowCount = count);
                foreach (var index in missing)
                    _fills[index] = _lastFill;
            }
            return wanted.Length == 0 ? [_lastFill] : [.. wanted.Select(index => _fills[index]).Distinct()];
        }
    }

    private static int[] Permutation(CacheFill[] fills, Random rand)
    {
        var order = Enumerable.Range(0, checked((int)fills[0].ReadAll())).ToArray();
        for (var i = 0; i < order.Length; i++)
        {
            var other = i + rand.Next(order.Length - i);
            (order[i], order[other]) = (order[other], order[i]);
        }
        return order;
    }
}
