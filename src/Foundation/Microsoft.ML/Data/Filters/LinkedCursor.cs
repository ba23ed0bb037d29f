namespace Microsoft.ML.Data;

/// <summary>A cursor over some of the rows of another: values, ids and batches are the other's, positions its own.</summary>
internal abstract class LinkedCursor : DataViewRowCursor
{
    private long _position = -1;
    private bool _ended;

    private protected LinkedCursor(DataViewRowCursor input) => Input = input;

    private protected DataViewRowCursor Input { get; }

    public override DataViewSchema Schema => Input.Schema;
    public override long Position => _position;
    public override long Batch => Input.Batch;

    public sealed override bool MoveNext()
    {
        if (_ended)
            return false;
        if (!MoveToNextRow())
        {
            _ended = true;
            _position = -1;
            Dispose();
            return false;
        }
        _position++;
        return true;
    }

    public override bool IsColumnActive(DataViewSchema.Column column) => Input.IsColumnActive(column);

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => Input.GetGetter<TValue>(column);

    public override ValueGetter<DataViewRowId> GetIdGetter() => Input.GetIdGetter();

    private protected abstract bool MoveToNextRow();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            Input.Dispose();
        base.Dispose(disposing);
    }
}
