using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>The rows that a test accepts. Columns which only the test reads stay inactive to the outside.</summary>
internal sealed class RowFilterCursor : LinkedCursor
{
    private readonly Func<bool> _accept;
    private readonly HashSet<int> _active;

    public RowFilterCursor(DataViewRowCursor input, IEnumerable<DataViewSchema.Column> active, Func<DataViewRow, Func<bool>> makeTest) : base(input)
    {
        _active = [.. active.Select(column => column.Index)];
        _accept = makeTest(input);
    }

    public override bool IsColumnActive(DataViewSchema.Column column)
    {
        Contracts.CheckParam(column.Index < Schema.Count, nameof(column));
        return _active.Contains(column.Index);
    }

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        Contracts.CheckParam(IsColumnActive(column), nameof(column), "requested column not active");
        return base.GetGetter<TValue>(column);
    }

    private protected override bool MoveToNextRow()
    {
        while (Input.MoveNext())
            if (_accept())
                return true;
        return false;
    }
}
