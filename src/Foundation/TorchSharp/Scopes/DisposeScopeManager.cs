namespace TorchSharp;

/// <summary>One thread's scopes.</summary>
public class DisposeScopeManager
{
    [ThreadStatic] private static DisposeScopeManager current;

    private readonly ThreadDisposeScopeStatistics statistics = new();

    internal DisposeScope Innermost;

    internal static DisposeScopeManager OfThisThread => current ??= new DisposeScopeManager();

    public static ThreadDisposeScopeStatistics Statistics => OfThisThread.statistics;

    /// <summary>A new tensor belongs to the innermost scope, if there is one.</summary>
    internal static DisposeScope Register(IDisposable disposable)
    {
        var manager = OfThisThread;
        var scope = manager.Innermost;
        if (scope is null) {
            manager.statistics.CreatedOutsideScopeCount++;
            return null;
        }
        manager.statistics.CreatedInScopeCount++;
        scope.Add(disposable);
        return scope;
    }

    internal static DisposeScope Open()
    {
        var manager = OfThisThread;
        return manager.Innermost = new DisposeScope(manager, manager.Innermost);
    }

    /// <summary>Scopes may end in any order; those that ended before their inner ones are passed over here.</summary>
    internal void Close(DisposeScope scope)
    {
        if (Innermost != scope) return;
        while (Innermost is not null && Innermost.IsDisposed) Innermost = Innermost.Outer;
    }
}
