using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>Runs a transformer on one object at a time. Not for several threads at once: each takes an engine of its own.</summary>
public abstract class PredictionEngineBase<TSrc, TDst> : IDisposable where TSrc : class where TDst : class, new()
{
    private readonly InputRow<TSrc> _inputRow;
    private readonly Action<TDst> _fill;
    private readonly bool _ownsTransformer;
    private bool _disposed;

    private protected PredictionEngineBase(IHostEnvironment environment, ITransformer transformer, PredictionEngineOptions options)
    {
        Contracts.CheckValue(environment, nameof(environment));
        environment.CheckValue(transformer, nameof(transformer));
        environment.CheckParam(transformer.IsRowToRowMapper, nameof(transformer), "Must be a row to row mapper");
        Transformer = transformer;
        _ownsTransformer = options.OwnsTransformer;
        _inputRow = new InputRow<TSrc>(InternalSchemaDefinition.Create(typeof(TSrc), options.InputSchemaDefinition, SchemaDefinition.Direction.Read));
        var mapper = transformer.GetRowToRowMapper(_inputRow.Schema);
        OutputSchema = mapper.OutputSchema;
        var members = new TypedCursorable<TDst>(environment, mapper.OutputSchema, options.IgnoreMissingColumns, options.OutputSchemaDefinition);
        _fill = members.Filler(mapper.GetRow(_inputRow, mapper.OutputSchema));
    }

    private protected ITransformer Transformer { get; }

    /// <summary>All columns that come out, whether or not the output class has them.</summary>
    public DataViewSchema OutputSchema { get; }

    /// <summary>A new object for each prediction.</summary>
    public TDst Predict(TSrc example)
    {
        var prediction = new TDst();
        Predict(example, ref prediction);
        return prediction;
    }

    /// <summary>Fills the given object, or makes one where there is none.</summary>
    public abstract void Predict(TSrc example, ref TDst prediction);

    private protected void Run(TSrc example, TDst prediction)
    {
        _inputRow.ExtractValues(example);
        _fill(prediction);
    }

    /// <summary>Disposes the transformer, unless the options say that it isn't the engine's.</summary>
    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        _inputRow.Dispose();
        if (_ownsTransformer)
            (Transformer as IDisposable)?.Dispose();
    }
}
