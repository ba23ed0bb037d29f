namespace Microsoft.ML.Data;

/// <summary>Some columns of a view, in the order of the given source indices.</summary>
internal sealed class ColumnSubsetView(IDataView source, int[] sourceIndices) : IDataView
{
    private readonly ColumnSubset _subset = new(source.Schema, sourceIndices);

    public DataViewSchema Schema => _subset.OutputSchema;
    public bool CanShuffle => source.CanShuffle;

    public long? GetRowCount() => source.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null) =>
        new Cursor(_subset, source.GetRowCursor(_subset.GetDependencies(columnsNeeded), rand));

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null) =>
        Array.ConvertAll(source.GetRowCursorSet(_subset.GetDependencies(columnsNeeded), n, rand), cursor => (DataViewRowCursor)new Cursor(_subset, cursor));

    private sealed class Cursor(ColumnSubset subset, DataViewRowCursor input) : DataViewRowCursor
    {
        public override DataViewSchema Schema => subset.OutputSchema;
        public override long Position => input.Position;
        public override long Batch => input.Batch;

        public override bool MoveNext() => input.MoveNext();

        public override bool IsColumnActive(DataViewSchema.Column column) => input.IsColumnActive(subset.ToInput(column));

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => input.GetGetter<TValue>(subset.ToInput(column));

        public override ValueGetter<DataViewRowId> GetIdGetter() => input.GetIdGetter();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                input.Dispose();
            base.Dispose(disposing);
        }
    }
}
