namespace TorchSharp;

/// <summary>Counts of what one thread made and disposed, to hunt for leaks.</summary>
public class ThreadDisposeScopeStatistics
{
    internal long DisposedOutsideScope, AttachedToScope;

    public long CreatedOutsideScopeCount { get; internal set; }
    public long CreatedInScopeCount { get; internal set; }
    public long DisposedInScopeCount { get; internal set; }
    public long DetachedFromScopeCount { get; internal set; }

    public long ThreadTotalLiveCount => CreatedInScopeCount + CreatedOutsideScopeCount - DisposedInScopeCount - DisposedOutsideScope;

    public void Reset()
    {
        CreatedOutsideScopeCount = CreatedInScopeCount = DisposedInScopeCount = DetachedFromScopeCount = 0;
        DisposedOutsideScope = AttachedToScope = 0;
    }
}
