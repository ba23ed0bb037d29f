namespace Microsoft.ML.Data;

/// <summary>How many keys a key column has; as many as its type allows when no count is given.</summary>
public sealed class KeyCount
{
    public KeyCount()
    {
    }

    public KeyCount(ulong count) => Count = count;

    public ulong? Count;
}
