using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Base of transformers that compute their columns from one row each.</summary>
public abstract class RowToRowTransformerBase : ITransformer
{
    private protected readonly IHost Host;

    private protected RowToRowTransformerBase(IHost host)
    {
        Contracts.CheckValue(host, nameof(host));
        Host = host;
    }

    void ICanSaveModel.Save(ModelSaveContext ctx) => SaveModel(ctx);

    private protected abstract void SaveModel(ModelSaveContext ctx);

    bool ITransformer.IsRowToRowMapper => true;

    IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema)
    {
        Host.CheckValue(inputSchema, nameof(inputSchema));
        return new RowToRowMapper(MakeRowMapper(inputSchema), inputSchema);
    }

    private protected abstract IRowMapper MakeRowMapper(DataViewSchema schema);

    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema)
    {
        Host.CheckValue(inputSchema, nameof(inputSchema));
        return new ColumnBindings(inputSchema, MakeRowMapper(inputSchema).GetOutputColumns()).Schema;
    }

    public IDataView Transform(IDataView input)
    {
        Host.CheckValue(input, nameof(input));
        var mapper = MakeRowMapper(input.Schema);
        return new RowMapperView(new ColumnBindings(input.Schema, mapper.GetOutputColumns()), mapper, input);
    }

    /// <summary>Base of the mappers: caches the output columns, makes a getter a column.</summary>
    private protected abstract class MapperBase : IRowMapper
    {
        private readonly RowToRowTransformerBase _parent;
        private readonly Lazy<DataViewSchema.DetachedColumn[]> _outputColumns;

        protected MapperBase(IHost host, DataViewSchema inputSchema, RowToRowTransformerBase parent)
        {
            Contracts.CheckValue(inputSchema, nameof(inputSchema));
            Host = host;
            InputSchema = inputSchema;
            _parent = parent;
            _outputColumns = new Lazy<DataViewSchema.DetachedColumn[]>(GetOutputColumnsCore);
        }

        protected IHost Host { get; }
        protected DataViewSchema InputSchema { get; }

        /// <summary>How many columns are added; known without computing their types.</summary>
        public DataViewSchema.DetachedColumn[] GetOutputColumns() => _outputColumns.Value;

        protected abstract DataViewSchema.DetachedColumn[] GetOutputColumnsCore();

        public Delegate[] CreateGetters(DataViewRow input, Func<int, bool> activeOutput, out Action disposer)
        {
            // The schema of a row may be another object than the one that was bound; its columns are then the same.
            Action disposers = null;
            var getters = new Delegate[GetOutputColumns().Length];
            for (var i = 0; i < getters.Length; i++)
            {
                if (!activeOutput(i))
                    continue;
                getters[i] = MakeGetter(input, i, activeOutput, out var one);
                disposers += one;
            }
            disposer = disposers;
            return getters;
        }

        protected abstract Delegate MakeGetter(DataViewRow input, int iinfo, Func<int, bool> activeOutput, out Action disposer);

        Func<int, bool> IRowMapper.GetDependencies(Func<int, bool> activeOutput) => GetDependenciesCore(activeOutput);

        private protected abstract Func<int, bool> GetDependenciesCore(Func<int, bool> activeOutput);

        void ICanSaveModel.Save(ModelSaveContext ctx) => _parent.SaveModel(ctx);

        ITransformer IRowMapper.GetTransformer() => _parent;
    }
}
