namespace Microsoft.ML.VisionTransformers.Scoring;

/// <summary>
/// One model's hold on a network that several models may share. The network is freed when the last hold is given up; giving up waits for
/// what still runs under this one. Those who use it don't wait for each other.
/// </summary>
internal sealed class Lease<T> : IDisposable where T : class, IDisposable
{
    private readonly ReaderWriterLockSlim _use = new(LockRecursionPolicy.NoRecursion);
    private readonly Holding _holding;
    private bool _disposed;

    /// <param name="value">Owned by all leases on it from here on.</param>
    public Lease(T value) : this(new Holding(value))
    {
    }

    private Lease(Holding holding)
    {
        _holding = holding;
        holding.Add();
    }

    /// <summary>For what needs no native memory; <see cref="Use"/> is for what does.</summary>
    public T Value => _holding.Value;

    /// <summary>Another lease on the same.</summary>
    /// <exception cref="ObjectDisposedException">This one was given up.</exception>
    public Lease<T> Share() => Use(_ => new Lease<T>(_holding));

    /// <summary>Runs something while the network is held.</summary>
    /// <exception cref="ObjectDisposedException">This lease was given up.</exception>
    public TResult Use<TResult>(Func<T, TResult> work)
    {
        _use.EnterReadLock();
        try
        {
            ObjectDisposedException.ThrowIf(_disposed, Value);
            return work(Value);
        }
        finally
        {
            _use.ExitReadLock();
        }
    }

    public void Dispose()
    {
        _use.EnterWriteLock();
        try
        {
            if (!_disposed)
                _holding.Remove();
            _disposed = true;
        }
        finally
        {
            _use.ExitWriteLock();
        }
    }

    private sealed class Holding(T value)
    {
        private int _count;

        public T Value => value;

        public void Add() => Interlocked.Increment(ref _count);

        public void Remove()
        {
            if (Interlocked.Decrement(ref _count) == 0)
                value.Dispose();
        }
    }
}
