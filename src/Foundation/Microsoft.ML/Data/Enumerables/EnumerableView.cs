using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Objects as rows: read anew by each cursor, never shuffled.</summary>
internal sealed class EnumerableView<TRow> : IDataView where TRow : class
{
    private readonly IHost _host;
    private readonly IEnumerable<TRow> _rows;
    private readonly InternalSchemaDefinition _definition;

    public EnumerableView(IHostEnvironment environment, IEnumerable<TRow> rows, InternalSchemaDefinition definition)
    {
        _host = environment.Register("StreamingDataView");
        _rows = rows;
        _definition = definition;
        Schema = definition.ToSchema();
    }

    public bool CanShuffle => false;
    public DataViewSchema Schema { get; }
    public long? GetRowCount() => (_rows as ICollection<TRow>)?.Count;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null) =>
        new Cursor(this, ActiveColumns.Of(Schema, columnsNeeded));

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];

    private sealed class Cursor : RootCursor
    {
        private readonly IChannel _channel;
        private readonly IEnumerator<TRow> _rows;
        private readonly Delegate[] _getters;
        private readonly ActiveColumns _active;
        private TRow _current;

        public Cursor(EnumerableView<TRow> view, ActiveColumns active)
        {
            Schema = view.Schema;
            _active = active;
            _channel = view._host.Start("Cursor");
            _getters = [.. view._definition.Columns.Select((c, i) => active.Contains(i) ? ObjectGetters.Create(c, () => _current) : null)];
            _rows = view._rows.GetEnumerator();
        }

        public override DataViewSchema Schema { get; }

        public override bool IsColumnActive(DataViewSchema.Column column)
        {
            _channel.Check(column.Index < Schema.Count, $"Column index must be between 0 and {Schema.Count}");
            return _active.Contains(column);
        }

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        {
            _active.CheckActive(column);
            return ActiveColumns.Typed<TValue>(_getters[column.Index], column);
        }

        protected override bool MoveNextCore()
        {
            var moved = _rows.MoveNext();
            _current = moved ? _rows.Current : null;
            if (moved && _current == null)
                throw _channel.Except("Encountered null when iterating over data, this is not supported.");
            return moved;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                _current = null;
                _rows.Dispose();
                _channel.Dispose();
            }
            base.Dispose(disposing);
        }
    }
}
