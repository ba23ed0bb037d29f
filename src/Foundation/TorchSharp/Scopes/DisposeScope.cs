using System.Runtime.CompilerServices;

namespace TorchSharp;

/// <summary>Disposes what was made on its thread while it was the innermost scope.</summary>
public sealed partial class DisposeScope : IDisposable
{
    private readonly DisposeScopeManager manager;
    private readonly HashSet<IDisposable> disposables = new(ReferenceEqualityComparer.Instance);

    internal DisposeScope(DisposeScopeManager manager, DisposeScope outer) => (this.manager, Outer) = (manager, outer);

    internal DisposeScope Outer { get; private set; }
    internal bool IsDisposed { get; private set; }

    public IReadOnlyList<IDisposable> DisposablesView => disposables.ToList();
    public int DisposablesCount => disposables.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Add(IDisposable disposable) => disposables.Add(disposable);

    public bool Contains(IDisposable disposable) => disposables.Contains(disposable);

    public void Attach(IDisposable disposable)
    {
        Check(disposable);
        var scoped = (IScoped)disposable;
        if (scoped.Scope == this) return;
        scoped.Scope?.disposables.Remove(disposable);
        if (scoped.Scope is null) DisposeScopeManager.Statistics.AttachedToScope++;
        scoped.Scope = this;
        disposables.Add(disposable);
    }

    public void Attach(params IDisposable[] disposables) => Attach((IEnumerable<IDisposable>)disposables);

    public IReadOnlyList<IDisposable> Attach(IEnumerable<IDisposable> disposables)
    {
        var list = disposables.ToList();
        foreach (var d in list) Attach(d);
        return list;
    }

    public void Detach(IEnumerable<IDisposable> disposables)
    {
        foreach (var d in disposables) {
            Check(d);
            if (!this.disposables.Remove(d)) continue;
            ((IScoped)d).Scope = null;
            DisposeScopeManager.Statistics.DetachedFromScopeCount++;
        }
    }

    public void MoveToOther(DisposeScope scope, IEnumerable<IDisposable> disposables)
    {
        foreach (var d in disposables) {
            Check(d);
            if (!this.disposables.Remove(d)) continue;
            ((IScoped)d).Scope = scope;
            if (scope is null) DisposeScopeManager.Statistics.DetachedFromScopeCount++;
            else scope.disposables.Add(d);
        }
    }

    public void MoveToOuter(IEnumerable<IDisposable> disposables)
    {
        while (Outer is not null && Outer.IsDisposed) Outer = Outer.Outer;
        MoveToOther(Outer, disposables);
    }

    public void DisposeEverything() => DisposeEverythingBut([]);

    public void DisposeEverythingBut(IEnumerable<IDisposable> inKeep)
    {
        var keep = new HashSet<IDisposable>(inKeep, ReferenceEqualityComparer.Instance);
        var going = disposables.Where(d => !keep.Contains(d)).ToArray();
        foreach (var d in going) d.Dispose();
    }

    /// <summary>A tensor that ended by itself is nobody's business any more.</summary>
    public void MarkAsDisposed(IDisposable disposable)
    {
        disposables.Remove(disposable);
        if (disposable is IScoped scoped) scoped.Scope = null;
        DisposeScopeManager.Statistics.DisposedInScopeCount++;
    }

    public void Dispose()
    {
        if (IsDisposed) return;
        IsDisposed = true;
        var going = new IDisposable[disposables.Count];
        disposables.CopyTo(going);
        disposables.Clear();
        foreach (var d in going) d.Dispose();
        manager.Close(this);
    }

    private static void Check(IDisposable disposable)
    {
        if (disposable is not IScoped) throw new InvalidOperationException($"DisposeScopes can only be used on Tensors, not on {disposable?.GetType().ToString() ?? "null"}.");
    }

    /// <summary>What scopes may hold.</summary>
    internal interface IScoped
    {
        DisposeScope Scope { get; set; }
    }
}
