namespace Microsoft.ML.Data;

/// <summary>
/// Lays added columns over an input schema: one with a new name goes to the end, one with a used name directly behind the last column
/// of that name, which it hides.
/// </summary>
internal sealed class ColumnBindings
{
    private readonly int[] _inputOf, _addedOf, _added;

    public ColumnBindings(DataViewSchema input, DataViewSchema.DetachedColumn[] added)
    {
        InputSchema = input;
        // Of each output column: its index in the input, or the complement of its index among the added.
        var order = Enumerable.Range(0, input.Count).ToList();
        for (var i = 0; i < added.Length; i++)
        {
            var name = added[i].Name;
            var last = order.FindLastIndex(o => name == (o >= 0 ? input[o].Name : added[~o].Name));
            order.Insert(last < 0 ? order.Count : last + 1, ~i);
        }
        _inputOf = new int[order.Count];
        _addedOf = new int[order.Count];
        _added = new int[added.Length];
        var builder = new DataViewSchema.Builder();
        for (var i = 0; i < order.Count; i++)
        {
            var o = order[i];
            _inputOf[i] = Math.Max(o, -1);
            _addedOf[i] = o < 0 ? ~o : -1;
            if (o < 0)
                _added[~o] = i;
            var column = o < 0 ? added[~o] : new DataViewSchema.DetachedColumn(input[o]);
            builder.AddColumn(column.Name, column.Type, column.Annotations);
        }
        Schema = builder.ToSchema();
    }

    public DataViewSchema InputSchema { get; }
    public DataViewSchema Schema { get; }

    /// <summary>Where the added columns are, in the order they were given.</summary>
    public ReadOnlySpan<int> AddedColumnIndices => _added;

    /// <summary>The index in the input of a column of the output, -1 for an added one.</summary>
    public int InputIndex(int column) => _inputOf[column];

    /// <summary>The index among the added ones of a column of the output, -1 for one of the input.</summary>
    public int AddedIndex(int column) => _addedOf[column];
}
