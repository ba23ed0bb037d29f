namespace Microsoft.ML.Data;

/// <summary>Deals blocks of rows out to the cursors of a set.</summary>
internal sealed class CacheBlocks
{
    public const int Size = 64;

    private long _next = -1;

    public long Next() => Interlocked.Increment(ref _next);
}
