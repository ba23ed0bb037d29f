using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Base of cursors that make their rows themselves: keeps the position, and ends itself after the last row.</summary>
internal abstract class RootCursor : DataViewRowCursor
{
    internal const string NotOnARow =
        "Values cannot be fetched at this time. This method was called either before the first call to MoveNext, " +
        "or at any point after that method returned false.";

    private long _position = -1;
    private bool _ended;

    public override long Position => _position;
    public override long Batch => 0;

    public sealed override bool MoveNext()
    {
        if (_ended)
            return false;
        if (MoveNextCore())
        {
            _position++;
            return true;
        }
        Dispose();
        return false;
    }

    /// <summary>Called until it returns false.</summary>
    protected abstract bool MoveNextCore();

    /// <summary>The position as the id; a cursor that changes the order of rows has to say which row it is on.</summary>
    public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId value) =>
    {
        Contracts.Check(Position >= 0, NotOnARow);
        value = new DataViewRowId((ulong)Position, 0);
    };

    protected override void Dispose(bool disposing)
    {
        _ended = true;
        _position = -1;
        base.Dispose(disposing);
    }
}
