using Microsoft.ML.Data;

namespace Microsoft.ML.VisionTransformers.Data;

/// <summary>Walks over the chosen rows of a cursor.</summary>
/// <param name="input">Disposed with this one.</param>
/// <param name="chosen">Whether a row is shown; one for each.</param>
internal sealed class RowSubsetCursor(DataViewRowCursor input, bool[] chosen) : DataViewRowCursor
{
    private long _row = -1;
    private long _position = -1;

    public override DataViewSchema Schema => input.Schema;

    public override long Position => _position;

    public override long Batch => input.Batch;

    /// <exception cref="InvalidOperationException">The view has more rows than when it was split.</exception>
    public override bool MoveNext()
    {
        while (input.MoveNext())
        {
            if (++_row >= chosen.Length)
                throw new InvalidOperationException($"The data has more than the {chosen.Length} rows that it had when it was split. Split it again.");
            if (!chosen[_row])
                continue;
            _position++;
            return true;
        }
        _position = -1;
        return false;
    }

    public override ValueGetter<DataViewRowId> GetIdGetter() => input.GetIdGetter();

    public override bool IsColumnActive(DataViewSchema.Column column) => input.IsColumnActive(column);

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => input.GetGetter<TValue>(column);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            input.Dispose();
        base.Dispose(disposing);
    }
}
