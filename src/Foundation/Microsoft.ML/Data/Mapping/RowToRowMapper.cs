using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>A row mapper as the public interface shows it.</summary>
internal sealed class RowToRowMapper(IRowMapper mapper, DataViewSchema inputSchema) : IRowToRowMapper
{
    private readonly ColumnBindings _bindings = new(inputSchema, mapper.GetOutputColumns());

    public DataViewSchema InputSchema => inputSchema;
    public DataViewSchema OutputSchema => _bindings.Schema;

    public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns) =>
        RowMapperRow.Needed(_bindings, mapper, ActiveColumns.Of(OutputSchema, dependingColumns).Contains);

    public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns)
    {
        Contracts.CheckValue(input, nameof(input));
        Contracts.Check(input.Schema == InputSchema, "Schema of input row must be the same as the schema the mapper is bound to");
        return new RowMapperRow(_bindings, mapper, input, ActiveColumns.Of(OutputSchema, activeColumns), OutputSchema);
    }
}
