using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>A row over one object at a time; each new object is a new position.</summary>
internal sealed class InputRow<TRow> : DataViewRow where TRow : class
{
    private readonly Delegate[] _getters;
    private TRow _current;
    private long _position = -1;

    public InputRow(InternalSchemaDefinition definition)
    {
        Schema = definition.ToSchema();
        _getters = Array.ConvertAll(definition.Columns, c => ObjectGetters.Create(c, Current));
    }

    public override DataViewSchema Schema { get; }
    public override long Position => _position;
    public override long Batch => 0;
    public override bool IsColumnActive(DataViewSchema.Column column) => true;
    public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId value) => value = new DataViewRowId((ulong)_position, 0);

    public void ExtractValues(TRow row)
    {
        Contracts.CheckValue(row, nameof(row));
        _current = row;
        _position++;
    }

    private TRow Current()
    {
        Contracts.Check(_position >= 0, RootCursor.NotOnARow);
        return _current;
    }

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        Contracts.CheckParam(column.Index < _getters.Length, nameof(column), "requested column not active");
        return ActiveColumns.Typed<TValue>(_getters[column.Index], column);
    }
}
