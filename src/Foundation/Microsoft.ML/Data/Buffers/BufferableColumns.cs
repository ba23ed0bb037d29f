namespace Microsoft.ML.Data;

internal static class BufferableColumns
{
    /// <summary>The view itself, or without the columns whose values cannot be kept beyond their row by a copy (images).</summary>
    public static IDataView Of(IDataView view)
    {
        var kept = view.Schema.Where(column => IsBufferable(column.Type)).Select(column => column.Index).ToArray();
        return kept.Length == view.Schema.Count ? view : new ColumnSubsetView(view, kept);
    }

    public static bool IsBufferable(DataViewType type) => type is PrimitiveDataViewType or VectorDataViewType;
}
