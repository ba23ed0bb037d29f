using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>Adds columns that a function computes from the row.</summary>
public sealed class CustomMappingTransformer<TSrc, TDst> : ITransformer where TSrc : class, new() where TDst : class, new()
{
    private readonly IHost _host;
    private readonly Action<TSrc, TDst> _mapAction;
    private readonly string _contractName;

    internal CustomMappingTransformer(IHostEnvironment environment, Action<TSrc, TDst> mapAction, string contractName,
        SchemaDefinition inputSchemaDefinition = null, SchemaDefinition outputSchemaDefinition = null)
    {
        Contracts.CheckValue(environment, nameof(environment));
        _host = environment.Register(nameof(CustomMappingTransformer<TSrc, TDst>));
        _host.CheckValue(mapAction, nameof(mapAction));
        _mapAction = mapAction;
        _contractName = contractName;
        InputSchemaDefinition = inputSchemaDefinition;
        AddedSchema = InternalSchemaDefinition.Create(typeof(TDst), outputSchemaDefinition, SchemaDefinition.Direction.Write);
    }

    internal InternalSchemaDefinition AddedSchema { get; }
    internal SchemaDefinition InputSchemaDefinition { get; }

    bool ITransformer.IsRowToRowMapper => true;

    void ICanSaveModel.Save(ModelSaveContext ctx) =>
        CustomMappingModel.Save(_host, ctx, _contractName, _mapAction.Method.DeclaringType.Assembly.FullName);

    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema)
    {
        _host.CheckValue(inputSchema, nameof(inputSchema));
        return Bind(inputSchema).Bindings.Schema;
    }

    public IDataView Transform(IDataView input)
    {
        _host.CheckValue(input, nameof(input));
        var (bindings, mapper) = Bind(input.Schema);
        return new RowMapperView(bindings, mapper, input);
    }

    IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema)
    {
        _host.CheckValue(inputSchema, nameof(inputSchema));
        return new RowToRowMapper(Bind(inputSchema).Mapper, inputSchema);
    }

    private (ColumnBindings Bindings, IRowMapper Mapper) Bind(DataViewSchema schema)
    {
        var mapper = new CustomMappingMapper<TSrc, TDst>(_host, schema, InputSchemaDefinition, AddedSchema, () => _mapAction, this);
        return (new ColumnBindings(schema, mapper.GetOutputColumns()), mapper);
    }
}
