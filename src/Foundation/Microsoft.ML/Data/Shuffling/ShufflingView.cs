using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>
/// Always shuffled: rows are drawn from a pool that the source refills, the source itself in shuffled order if it can and should be.
/// </summary>
internal sealed class ShufflingView : WrappedView
{
    private readonly int _poolRows, _seed;
    private readonly bool _shuffleSource;

    public ShufflingView(IHostEnvironment environment, IDataView source, int poolRows, bool shuffleSource, int? seed)
        : base(environment, "Shuffle", source == null ? null : BufferableColumns.Of(source))
    {
        Host.CheckUserArg(poolRows > 0, "PoolRows", "pool size must be positive");
        _poolRows = poolRows;
        _shuffleSource = shuffleSource;
        _seed = seed ?? Host.Rand.NextSigned();
    }

    public override bool CanShuffle => true;

    public override long? GetRowCount() => Source.GetRowCount();

    private protected override DataViewRowCursor Open(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand)
    {
        rand ??= RandomFactory.Create(_seed);
        // The draw for the source comes first, also when the source then makes no use of it.
        var input = Source.GetRowCursor(columnsNeeded, _shuffleSource ? RandomFactory.Create(rand) : null);
        return ShufflingCursor.Over(input, _poolRows, rand);
    }
}
