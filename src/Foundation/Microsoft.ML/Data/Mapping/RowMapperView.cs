using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>A row mapper over a view, lazily: its columns beside those of the source.</summary>
internal sealed class RowMapperView(ColumnBindings bindings, IRowMapper mapper, IDataView source) : IDataView
{
    public IDataView Source => source;
    public IRowMapper Mapper => mapper;
    public bool CanShuffle => source.CanShuffle;
    public DataViewSchema Schema => bindings.Schema;
    public long? GetRowCount() => source.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null)
    {
        var active = ActiveColumns.Of(Schema, columnsNeeded);
        var needed = RowMapperRow.Needed(bindings, mapper, active.Contains);
        return new Cursor(bindings, mapper, source.GetRowCursor(needed, rand), active);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null)
    {
        Contracts.CheckParam(n >= 0, nameof(n));
        var active = ActiveColumns.Of(Schema, columnsNeeded);
        var needed = RowMapperRow.Needed(bindings, mapper, active.Contains);
        return Array.ConvertAll(source.GetRowCursorSet(needed, n, rand), DataViewRowCursor (c) => new Cursor(bindings, mapper, c, active));
    }

    private sealed class Cursor(ColumnBindings bindings, IRowMapper mapper, DataViewRowCursor input, ActiveColumns active) : DataViewRowCursor
    {
        private readonly RowMapperRow _row = new(bindings, mapper, input, active, bindings.Schema);

        public override DataViewSchema Schema => bindings.Schema;
        public override long Position => input.Position;
        public override long Batch => input.Batch;
        public override bool MoveNext() => input.MoveNext();
        public override ValueGetter<DataViewRowId> GetIdGetter() => input.GetIdGetter();
        public override bool IsColumnActive(DataViewSchema.Column column) => _row.IsColumnActive(column);
        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => _row.GetGetter<TValue>(column);

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                _row.Dispose();
            base.Dispose(disposing);
        }
    }
}
