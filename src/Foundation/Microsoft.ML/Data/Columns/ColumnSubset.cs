using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Some columns of a schema, in the order of the given source indices, row by row.</summary>
internal sealed class ColumnSubset : IRowToRowMapper
{
    private readonly int[] _sourceOf;

    public ColumnSubset(DataViewSchema source, int[] sourceIndices)
    {
        InputSchema = source;
        _sourceOf = sourceIndices;
        var builder = new DataViewSchema.Builder();
        builder.AddColumns(sourceIndices.Select(index => source[index]));
        OutputSchema = builder.ToSchema();
    }

    public DataViewSchema InputSchema { get; }
    public DataViewSchema OutputSchema { get; }

    public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns) =>
        dependingColumns.Select(column => _sourceOf[column.Index]).Distinct().Order().Select(index => InputSchema[index]).ToArray();

    public DataViewSchema.Column ToInput(DataViewSchema.Column column)
    {
        Contracts.CheckParam(column.Index < _sourceOf.Length, nameof(column));
        return InputSchema[_sourceOf[column.Index]];
    }

    public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns)
    {
        Contracts.CheckValue(input, nameof(input));
        return new Row(this, input, ActiveColumns.Of(OutputSchema, activeColumns));
    }

    private sealed class Row(ColumnSubset subset, DataViewRow input, ActiveColumns active) : DataViewRow
    {
        public override DataViewSchema Schema => subset.OutputSchema;
        public override long Position => input.Position;
        public override long Batch => input.Batch;

        public override bool IsColumnActive(DataViewSchema.Column column) => active.Contains(column);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        {
            active.CheckActive(column);
            return input.GetGetter<TValue>(subset.ToInput(column));
        }

        public override ValueGetter<DataViewRowId> GetIdGetter() => input.GetIdGetter();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                input.Dispose();
            base.Dispose(disposing);
        }
    }
}
