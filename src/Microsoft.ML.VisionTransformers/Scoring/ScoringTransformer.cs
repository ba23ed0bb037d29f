using Microsoft.ML.Data;

namespace Microsoft.ML.VisionTransformers.Scoring;

/// <summary>
/// A model that adds columns to each row by itself. Any number of threads, cursors and prediction engines may use one at a time; they share
/// its network.
/// </summary>
/// <remarks>
/// It holds native memory: dispose it, or the chain it is in, when it is no longer used. Mind that
/// <c>PredictionEngine.Dispose</c> disposes the model too, unless its options say <c>OwnsTransformer = false</c>.
/// </remarks>
public abstract class ScoringTransformer : ITransformer, IDisposable
{
    private protected ScoringTransformer()
    {
    }

    /// <summary>Always true: each row is scored by itself.</summary>
    public bool IsRowToRowMapper => true;

    /// <summary>The input's columns, then those that are added.</summary>
    /// <exception cref="ArgumentException">The input column is missing, or of another type.</exception>
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => Mapper(inputSchema).OutputSchema;

    /// <summary>A mapper for rows of a schema.</summary>
    /// <exception cref="ArgumentException">The input column is missing, or of another type.</exception>
    public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) => Mapper(inputSchema);

    /// <summary>Scores lazily: rows are read when the result's are, a batch ahead.</summary>
    /// <exception cref="ArgumentException">The input column is missing, or of another type.</exception>
    public IDataView Transform(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new ScoringDataView(Mapper(input.Schema), input);
    }

    void ICanSaveModel.Save(ModelSaveContext ctx) => Save(ctx);

    /// <summary>Frees what it holds. Whoever is scoring finishes first; whoever comes after gets an <see cref="ObjectDisposedException"/>.</summary>
    public void Dispose()
    {
        DisposeScorer();
        GC.SuppressFinalize(this);
    }

    private protected abstract ScoringMapper CreateMapper(DataViewSchema input);

    private protected abstract void Save(ModelSaveContext context);

    private protected abstract void DisposeScorer();

    private ScoringMapper Mapper(DataViewSchema input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return CreateMapper(input);
    }
}
