using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>Adds columns that a function computes from the row and from a state that each pass over the rows has for itself.</summary>
public sealed class StatefulCustomMappingTransformer<TSrc, TDst, TState> : ITransformer where TSrc : class, new() where TDst : class, new() where TState : class, new()
{
    private readonly IHost _host;
    private readonly Action<TSrc, TDst, TState> _mapAction;
    private readonly Action<TState> _stateInitAction;
    private readonly string _contractName;

    internal StatefulCustomMappingTransformer(IHostEnvironment environment, Action<TSrc, TDst, TState> mapAction, string contractName, Action<TState> stateInitAction)
    {
        Contracts.CheckValue(environment, nameof(environment));
        _host = environment.Register(nameof(StatefulCustomMappingTransformer<TSrc, TDst, TState>));
        _host.CheckValue(mapAction, nameof(mapAction));
        _host.CheckValue(stateInitAction, nameof(stateInitAction));
        _mapAction = mapAction;
        _stateInitAction = stateInitAction;
        _contractName = contractName;
        AddedSchema = InternalSchemaDefinition.Create(typeof(TDst), SchemaDefinition.Direction.Write);
    }

    internal InternalSchemaDefinition AddedSchema { get; }

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
        return new InOrder(new RowMapperView(bindings, mapper, input));
    }

    IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema)
    {
        _host.CheckValue(inputSchema, nameof(inputSchema));
        return new RowToRowMapper(Bind(inputSchema).Mapper, inputSchema);
    }

    private (ColumnBindings Bindings, IRowMapper Mapper) Bind(DataViewSchema schema)
    {
        var mapper = new CustomMappingMapper<TSrc, TDst>(_host, schema, null, AddedSchema, StartPass, this);
        return (new ColumnBindings(schema, mapper.GetOutputColumns()), mapper);
    }

    private Action<TSrc, TDst> StartPass()
    {
        var state = new TState();
        _stateInitAction(state);
        return (source, target) => _mapAction(source, target, state);
    }

    /// <summary>A state goes from row to row: the rows are not to be shared out over several cursors.</summary>
    private sealed class InOrder(IDataView view) : IDataView
    {
        public bool CanShuffle => view.CanShuffle;
        public DataViewSchema Schema => view.Schema;
        public long? GetRowCount() => view.GetRowCount();
        public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null) => view.GetRowCursor(columnsNeeded, rand);
        public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null) => [GetRowCursor(columnsNeeded, rand)];
    }
}
