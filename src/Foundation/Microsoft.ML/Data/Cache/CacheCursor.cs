using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Reads cached rows, all of them in order (or in the given one), or block by block with the other cursors of a set.</summary>
internal sealed class CacheCursor : DataViewRowCursor
{
    private readonly DataViewSchema _schema;
    private readonly bool[] _active;
    private readonly CacheFill[] _byColumn, _fills;
    private readonly int[] _order;
    private readonly CacheBlocks _blocks;
    private readonly bool _single;
    private long _block = -1, _next, _position = -1;
    private int _row = -1;
    private bool _ended;

    public CacheCursor(DataViewSchema schema, bool[] active, CacheFill[] byColumn, CacheFill[] fills, int[] order, CacheBlocks blocks, bool single)
    {
        _schema = schema;
        _active = active;
        _byColumn = [.. byColumn];
        _fills = fills;
        _order = order;
        _blocks = blocks;
        _single = single;
    }

    public override DataViewSchema Schema => _schema;
    public override long Position => _position;
    public override long Batch => _single ? 0 : Math.Max(0, _block);

    public override bool MoveNext()
    {
        if (_ended)
            return false;
        if (!_single && (_block < 0 || _next == (_block + 1) * CacheBlocks.Size))
        {
            _block = _blocks.Next();
            _next = _block * CacheBlocks.Size;
        }
        if (_order != null && _next >= _order.Length)
            return End();
        var row = _order == null ? _next : _order[_next];
        foreach (var fill in _fills)
            if (!fill.Reach(row))
                return End();
        _row = (int)row;
        _next++;
        _position++;
        return true;
    }

    private bool End()
    {
        _ended = true;
        _position = -1;
        _row = -1;
        return false;
    }

    public override bool IsColumnActive(DataViewSchema.Column column)
    {
        Contracts.CheckParam(column.Index < _active.Length, nameof(column));
        return _active[column.Index];
    }

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        Contracts.CheckParam(IsColumnActive(column), nameof(column), "requested column not active");
        return _byColumn[column.Index].Getter(column.Index, CurrentRow) as ValueGetter<TValue>
            ?? throw Contracts.Except($"Invalid TValue: '{typeof(TValue)}'");
    }

    // The id is the row's place in the source, whatever the order of reading.
    public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId id) => id = new DataViewRowId((ulong)CurrentRow(), 0);

    private int CurrentRow()
    {
        Contracts.Check(_row >= 0, RootCursor.NotOnARow);
        return _row;
    }
}
