namespace Microsoft.ML.VisionTransformers.Data;

/// <summary>Some rows of a view, in its order: chosen by their place, so it is never shuffled.</summary>
/// <param name="source">Gives the same rows in the same order each time it is read.</param>
/// <param name="chosen">Whether a row belongs to the subset; one for each.</param>
internal sealed class RowSubset(IDataView source, bool[] chosen) : IDataView
{
    public bool CanShuffle => false;

    public DataViewSchema Schema => source.Schema;

    public long? GetRowCount() => chosen.Count(one => one);

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
        => new RowSubsetCursor(source.GetRowCursor(columnsNeeded), chosen);

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null)
        => [GetRowCursor(columnsNeeded, rand)];
}
