using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>The rows of text files, read anew in each pass.</summary>
internal sealed class TextView(TextSchema schema, TextLoader.Options options, IMultiStreamSource files) : IDataView
{
    public DataViewSchema Schema => schema.OutputSchema;
    public bool CanShuffle => false;

    public long? GetRowCount() => null;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null) =>
        new Cursor(schema, options, files, ActiveColumns.Of(Schema, columnsNeeded));

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null) => [GetRowCursor(columnsNeeded, rand)];

    private sealed class Cursor : RootCursor
    {
        private readonly TextSchema _schema;
        private readonly ActiveColumns _active;
        private readonly FieldSplitter _splitter;
        private readonly TextFields _fields = new();
        private readonly TextColumnReader[] _readers;
        private readonly TextColumnReader[] _activeReaders;
        private readonly IEnumerator<(string Text, long Line)> _lines;
        private readonly bool _trim;
        private readonly int _lastNeeded;
        private long _left;

        public Cursor(TextSchema schema, TextLoader.Options options, IMultiStreamSource files, ActiveColumns active)
        {
            _schema = schema;
            _active = active;
            _splitter = new FieldSplitter(options);
            _trim = options.TrimWhitespace;
            _left = options.MaxRows ?? long.MaxValue;
            _readers = [.. schema.Columns.Select((column, i) => active.Contains(i) ? TextColumnReader.Create(column, options) : null)];
            _activeReaders = Array.FindAll(_readers, reader => reader != null);
            // Fields behind the last one that is asked for are not even looked for.
            _lastNeeded = schema.Columns.Where((_, i) => active.Contains(i)).Select(column => column.SourceLim - 1).DefaultIfEmpty(-1).Max();
            _lines = TextLines.Read(files, options, _splitter, options.HasHeader).GetEnumerator();
        }

        public override DataViewSchema Schema => _schema.OutputSchema;

        protected override bool MoveNextCore()
        {
            if (_left <= 0 || !_lines.MoveNext())
                return false;
            _left--;
            if (_activeReaders.Length == 0)
                return true;
            var (text, line) = _lines.Current;
            _fields.Clear();
            var lim = _splitter.Split(_trim ? text.AsMemory().TrimEnd() : text.AsMemory(), _fields, _lastNeeded);
            foreach (var reader in _activeReaders)
                reader.Read(_fields, lim, line);
            return true;
        }

        public override bool IsColumnActive(DataViewSchema.Column column) => _active.Contains(column);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        {
            _active.CheckActive(column);
            return ActiveColumns.Typed<TValue>(_readers[column.Index].Getter(CheckRow));
        }

        private void CheckRow() => Contracts.Check(Position >= 0, NotOnARow);

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                _lines.Dispose();
            base.Dispose(disposing);
        }
    }
}
