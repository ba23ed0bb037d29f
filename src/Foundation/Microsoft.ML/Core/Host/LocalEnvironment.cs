using System.Collections.Concurrent;

namespace Microsoft.ML.Runtime;

/// <summary>The environment of an <see cref="MLContext"/>: one for it and all its catalogs.</summary>
internal sealed class LocalEnvironment : HostEnvironmentBase
{
    private readonly ConcurrentDictionary<Type, object> _listeners = new();

    public LocalEnvironment(int? seed = null, bool verbose = false)
        : base(null, null, null, seed == null ? new TauswortheHybrid(new Random()) : new TauswortheHybrid((uint)seed.Value), verbose)
    {
        Settings = new EnvironmentSettings(seed);
        Catalog = new ComponentCatalog();
    }

    public EnvironmentSettings Settings { get; }
    public ComponentCatalog Catalog { get; }
    public override LocalEnvironment Root => this;

    public MessageListeners<TMessage> Listeners<TMessage>() =>
        (MessageListeners<TMessage>)_listeners.GetOrAdd(typeof(TMessage), static _ => new MessageListeners<TMessage>());
}
