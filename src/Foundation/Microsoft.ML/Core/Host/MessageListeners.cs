namespace Microsoft.ML.Runtime;

/// <summary>Those who want to hear one type of message.</summary>
internal sealed class MessageListeners<TMessage>
{
    private readonly Lock _lock = new();
    private volatile Action<IMessageSource, TMessage> _all;

    public void Add(Action<IMessageSource, TMessage> listener)
    {
        lock (_lock)
            _all += listener;
    }

    public void Remove(Action<IMessageSource, TMessage> listener)
    {
        lock (_lock)
            _all -= listener;
    }

    public void Tell(IMessageSource source, TMessage message) => _all?.Invoke(source, message);
}
