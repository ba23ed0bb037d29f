namespace Microsoft.ML;

/// <summary>A row that moves; before the first and after the last move its position is -1.</summary>
public abstract class DataViewRowCursor : DataViewRow
{
    public abstract bool MoveNext();
}
