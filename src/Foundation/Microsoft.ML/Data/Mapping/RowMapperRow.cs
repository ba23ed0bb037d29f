using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>An input row with a mapper's columns beside it.</summary>
internal sealed class RowMapperRow : DataViewRow
{
    private readonly ColumnBindings _bindings;
    private readonly DataViewRow _input;
    private readonly ActiveColumns _active;
    private readonly Delegate[] _getters;
    private readonly Action _disposer;

    public RowMapperRow(ColumnBindings bindings, IRowMapper mapper, DataViewRow input, ActiveColumns active, DataViewSchema schema)
    {
        _bindings = bindings;
        _input = input;
        _active = active;
        Schema = schema;
        _getters = mapper.CreateGetters(input, added => active.Contains(bindings.AddedColumnIndices[added]), out _disposer);
    }

    public override DataViewSchema Schema { get; }
    public override long Position => _input.Position;
    public override long Batch => _input.Batch;
    public override ValueGetter<DataViewRowId> GetIdGetter() => _input.GetIdGetter();

    public override bool IsColumnActive(DataViewSchema.Column column)
    {
        if (column.Index >= Schema.Count)
            throw new InvalidOperationException();
        return _active.Contains(column.Index);
    }

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        _active.CheckActive(column);
        var inputIndex = _bindings.InputIndex(column.Index);
        if (inputIndex >= 0)
            return _input.GetGetter<TValue>(_input.Schema[inputIndex]);
        return ActiveColumns.Typed<TValue>(_getters[_bindings.AddedIndex(column.Index)]);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _disposer?.Invoke();
            _input.Dispose();
        }
        base.Dispose(disposing);
    }

    /// <summary>The input columns that a selection of output columns rests on.</summary>
    public static IEnumerable<DataViewSchema.Column> Needed(ColumnBindings bindings, IRowMapper mapper, Func<int, bool> active)
    {
        var added = new bool[bindings.AddedColumnIndices.Length];
        for (var i = 0; i < added.Length; i++)
            added[i] = active(bindings.AddedColumnIndices[i]);
        var forAdded = mapper.GetDependencies(i => added[i]);
        var passed = new bool[bindings.InputSchema.Count];
        for (var i = 0; i < bindings.Schema.Count; i++)
            if (bindings.InputIndex(i) is >= 0 and var input && active(i))
                passed[input] = true;
        return bindings.InputSchema.Where(c => passed[c.Index] || forAdded(c.Index)).ToArray();
    }
}
