using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Drops the rows for which the caller's predicate is true.</summary>
internal sealed class CustomPredicateFilter<TSrc, TState>(IHostEnvironment environment, IDataView source, Func<TSrc, TState, bool> drops, Action<TState> start)
    : RowFilterView(environment, "CustomFilter", source) where TSrc : class, new() where TState : class, new()
{
    private readonly TypedCursorable<TSrc> _rows = new(environment, source.Schema, ignoreMissingColumns: false, schemaDefinition: null);

    // A state sees all rows in order, so they are neither shuffled nor dealt out.
    public override bool CanShuffle => start == null && base.CanShuffle;

    public override DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null) =>
        start == null ? base.GetRowCursorSet(columnsNeeded, n, rand) : [GetRowCursor(columnsNeeded, rand)];

    private protected override IReadOnlyList<DataViewSchema.Column> Tested => [.. _rows.Columns];

    private protected override Func<bool> MakeTest(DataViewRow row)
    {
        var state = new TState();
        start?.Invoke(state);
        var target = new TSrc();
        var fill = _rows.Filler(row);
        return () =>
        {
            fill(target);
            return !drops(target, state);
        };
    }
}
