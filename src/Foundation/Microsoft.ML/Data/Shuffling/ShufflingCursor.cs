using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>
/// Keeps a pool of rows; each move draws one of them and then refills its place with the source's next row. The pool is a ring of slots in
/// source order; the drawn slot changes places with the oldest one.
/// </summary>
internal sealed class ShufflingCursor : DataViewRowCursor
{
    private readonly DataViewRowCursor _input;
    private readonly Random _random;
    private readonly Dictionary<int, Delegate> _getters = [];
    private readonly Delegate _idGetter;
    private readonly Action<int>[] _fill;
    private readonly int[] _slots;
    private int _start, _live;
    private long _position = -1;
    private bool _started, _ended, _inputEnded;

    private ShufflingCursor(DataViewRowCursor input, int poolRows, Random random)
    {
        _input = input;
        _random = random;
        _slots = [.. Enumerable.Range(0, poolRows)];
        var fill = new List<Action<int>>();
        foreach (var column in input.Schema)
        {
            if (!input.IsColumnActive(column))
                continue;
            var buffer = ColumnBuffer.Create(column.Type);
            buffer.Reserve(poolRows);
            fill.Add(buffer.Reader(input, column));
            _getters[column.Index] = buffer.Getter(CurrentSlot);
        }
        var ids = new ScalarColumnBuffer<DataViewRowId>();
        ids.Reserve(poolRows);
        fill.Add(ids.Reader(input.GetIdGetter()));
        _idGetter = ids.Getter(CurrentSlot);
        _fill = [.. fill];
    }

    public static DataViewRowCursor Over(DataViewRowCursor input, int poolRows, Random random) =>
        poolRows == 1 ? input : new ShufflingCursor(input, poolRows, random);

    public override DataViewSchema Schema => _input.Schema;
    public override long Position => _position;
    public override long Batch => 0;

    public override bool MoveNext()
    {
        if (_ended)
            return false;
        if (_started)
        {
            // The row handed out last is used up: its slot becomes the newest of the ring.
            var free = _start;
            _start = (_start + 1) % _slots.Length;
            _live--;
            Refill(free);
        }
        else
        {
            _started = true;
            for (var i = 0; i < _slots.Length && !_inputEnded; i++)
                Refill(i);
        }
        if (_live == 0)
        {
            _ended = true;
            _position = -1;
            Dispose();
            return false;
        }
        var drawn = (_start + _random.Next(_live)) % _slots.Length;
        (_slots[drawn], _slots[_start]) = (_slots[_start], _slots[drawn]);
        _position++;
        return true;
    }

    private void Refill(int ringIndex)
    {
        if (_inputEnded)
            return;
        if (!_input.MoveNext())
        {
            _inputEnded = true;
            return;
        }
        foreach (var fill in _fill)
            fill(_slots[ringIndex]);
        _live++;
    }

    private int CurrentSlot()
    {
        Contracts.Check(_position >= 0, RootCursor.NotOnARow);
        return _slots[_start];
    }

    public override bool IsColumnActive(DataViewSchema.Column column) => _input.IsColumnActive(column);

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        Contracts.CheckParam(_getters.ContainsKey(column.Index), nameof(column), "requested column not active");
        return _getters[column.Index] as ValueGetter<TValue> ?? throw Contracts.Except($"Invalid TValue: '{typeof(TValue)}'");
    }

    public override ValueGetter<DataViewRowId> GetIdGetter() => (ValueGetter<DataViewRowId>)_idGetter;

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _input.Dispose();
        base.Dispose(disposing);
    }
}
