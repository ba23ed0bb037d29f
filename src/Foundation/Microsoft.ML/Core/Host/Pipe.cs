namespace Microsoft.ML.Runtime;

/// <summary>Messages of one type from one component to whoever listens.</summary>
internal class Pipe<TMessage> : IPipe<TMessage>, IMessageSource
{
    private readonly HostEnvironmentBase _parent;
    private readonly MessageListeners<TMessage> _listeners;
    private bool _disposed;

    public Pipe(HostEnvironmentBase parent, string name)
    {
        _parent = parent;
        _listeners = parent.Root.Listeners<TMessage>();
        ShortName = name;
        FullName = parent.FullName == null ? name : $"{parent.FullName}; {name}";
    }

    public string ShortName { get; }
    public string FullName { get; }
    public bool Verbose => _parent.Verbose;
    public string ContextDescription => FullName;

    public void Send(TMessage msg) => _listeners.Tell(this, msg);

    public TException Process<TException>(TException ex) where TException : Exception
    {
        if (ex == null)
            return null;
        ex.Data["Throwing component"] = _parent.ShortName;
        ex.Data["Parent component"] = _parent.ParentFullName;
        ex.Data["Phase"] = ShortName;
        return ex;
    }

    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        Finish();
    }

    protected virtual void Finish()
    {
    }
}
