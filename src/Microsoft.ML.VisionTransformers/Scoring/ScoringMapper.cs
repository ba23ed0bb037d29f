using Microsoft.ML.Data;

namespace Microsoft.ML.VisionTransformers.Scoring;

/// <summary>Maps rows of one input schema: its columns pass through, the scored columns come behind.</summary>
internal sealed class ScoringMapper : IRowToRowMapper
{
    private readonly InputColumn _input;
    private readonly IReadOnlyList<ScoredColumn> _scored;

    public ScoringMapper(DataViewSchema input, InputColumn from, IRowScorer scorer, IReadOnlyList<ScoredColumn> scored)
    {
        InputSchema = input;
        Scorer = scorer;
        _input = from;
        _scored = scored;
        var builder = new DataViewSchema.Builder();
        builder.AddColumns(input);
        foreach (var column in scored)
            builder.AddColumn(column.Name, column.Type, column.Annotations);
        OutputSchema = builder.ToSchema();
    }

    public DataViewSchema InputSchema { get; }

    public DataViewSchema OutputSchema { get; }

    public IRowScorer Scorer { get; }

    public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns)
    {
        var needed = dependingColumns.Select(c => c.Index).ToHashSet();
        return InputSchema.Where(c => needed.Contains(c.Index) || (c.Index == _input.Index || c.Index == _input.Second) && needed.Any(IsScored)).ToArray();
    }

    public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new ScoringRow(this, input, activeColumns.Select(c => c.Index).ToHashSet());
    }

    public bool IsScored(int outputColumn) => outputColumn >= InputSchema.Count;

    /// <summary>A function that takes the input of the row that <paramref name="row"/> is at.</summary>
    public Func<RowInput> InputReader(DataViewRow row) => _input.CreateReader(row);

    /// <summary>Getter of a scored column.</summary>
    /// <param name="outputColumn">Index in <see cref="OutputSchema"/>.</param>
    /// <param name="current">Values of the row at hand.</param>
    public Delegate CreateGetter(int outputColumn, Func<ReadOnlyMemory<float>> current) => _scored[outputColumn - InputSchema.Count].Getter(current);

    /// <summary>What a row throws whose image can't be read.</summary>
    public InvalidOperationException BadImage(long position, Exception reason) => new(
        $"Row {position}: the image in column '{InputSchema[_input.Index].Name}' can't be scored. {reason.Message} " +
        "To give such rows NaN for their score instead, set SkipBadImages.", reason);

    /// <summary>The column as a getter of the type that was asked for.</summary>
    public static ValueGetter<TValue> Cast<TValue>(Delegate getter, DataViewSchema.Column column) => getter as ValueGetter<TValue>
        ?? throw new InvalidOperationException($"Column '{column.Name}' is {column.Type} ({column.Type.RawType}), not {typeof(TValue)}.");
}
