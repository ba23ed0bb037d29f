using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Base of what applies learnt parameters to rows.</summary>
public abstract class PredictionTransformerBase<TModel> : IPredictionTransformer<TModel>, IDisposable where TModel : class
{
    private const string SchemaPart = "TrainSchema";

    private protected readonly IHost Host;
    private protected readonly DataViewSchema TrainSchema;

    private protected PredictionTransformerBase(IHost host, TModel model, DataViewSchema trainSchema)
    {
        Contracts.CheckValue(host, nameof(host));
        Host = host;
        Host.CheckValue(model, nameof(model));
        Host.CheckValue(trainSchema, nameof(trainSchema));
        Model = model;
        TrainSchema = trainSchema;
    }

    /// <param name="host">The component's own.</param>
    /// <param name="ctx">At the model.</param>
    /// <param name="model">Read before: its type is the type argument.</param>
    private protected PredictionTransformerBase(IHost host, ModelLoadContext ctx, TModel model)
    {
        Host = host;
        Model = model;
        DataViewSchema schema = null;
        ctx.TryLoadBinaryStream(SchemaPart, reader => schema = SavedSchema.Load(host, reader.BaseStream));
        Host.CheckDecode(schema != null);
        TrainSchema = schema;
    }

    public TModel Model { get; }

    bool ITransformer.IsRowToRowMapper => true;

    public abstract DataViewSchema GetOutputSchema(DataViewSchema inputSchema);

    public IDataView Transform(IDataView input)
    {
        Host.CheckValue(input, nameof(input));
        var mapper = MakeRowMapper(input.Schema);
        return new RowMapperView(new ColumnBindings(input.Schema, mapper.GetOutputColumns()), mapper, input);
    }

    IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema)
    {
        Host.CheckValue(inputSchema, nameof(inputSchema));
        return new RowToRowMapper(MakeRowMapper(inputSchema), inputSchema);
    }

    private protected abstract IRowMapper MakeRowMapper(DataViewSchema inputSchema);

    void ICanSaveModel.Save(ModelSaveContext ctx)
    {
        Host.CheckValue(ctx, nameof(ctx));
        ctx.CheckAtModel();
        SaveModel(ctx);
    }

    private protected virtual void SaveModel(ModelSaveContext ctx)
    {
        ctx.SaveModel(Model, SavedPredictionTransformer.ModelPart);
        ctx.SaveBinaryStream(SchemaPart, writer => SavedSchema.Save(Host, TrainSchema, writer.BaseStream));
    }

    public void Dispose() => (Model as IDisposable)?.Dispose();
}
