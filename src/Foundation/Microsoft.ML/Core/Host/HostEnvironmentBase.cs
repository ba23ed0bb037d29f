namespace Microsoft.ML.Runtime;

/// <summary>What the environment and the hosts registered in it share; the root of the tree keeps settings and listeners.</summary>
internal abstract class HostEnvironmentBase : IHostEnvironmentInternal, ICancelable
{
    private readonly Lock _lock = new();
    private readonly Random _random;
    private readonly HostEnvironmentBase _source;
    private readonly List<WeakReference<Host>> _hosts = [];

    private protected HostEnvironmentBase(HostEnvironmentBase source, string shortName, string parentFullName, Random random, bool verbose)
    {
        _source = source;
        _random = random;
        ShortName = shortName;
        ParentFullName = parentFullName;
        FullName = parentFullName == null ? shortName : $"{parentFullName}; {shortName}";
        Verbose = verbose;
    }

    public string ShortName { get; }
    public string ParentFullName { get; }
    public string FullName { get; }
    public bool Verbose { get; }
    public bool IsCanceled { get; private set; }

    public string ContextDescription => "HostEnvironment";

    private protected Random RandomOfHost => _random;

    public abstract LocalEnvironment Root { get; }
    public ComponentCatalog ComponentCatalog => Root.Catalog;
    public int? Seed => Root.Settings.Seed;
    public int? GpuDeviceId { get => Root.Settings.GpuDeviceId; set => Root.Settings.GpuDeviceId = value; }
    public bool FallbackToCpu { get => Root.Settings.FallbackToCpu; set => Root.Settings.FallbackToCpu = value; }
    public string TempFilePath { get => Root.Settings.TempFilePath; set => Root.Settings.TempFilePath = value; }

    public void SetOption<T>(string name, T value) => Root.Settings.Options[name] = value;
    public bool TryAddOption<T>(string name, T value) => Root.Settings.Options.TryAdd(name, value);
    public bool RemoveOption(string name) => Root.Settings.Options.TryRemove(name, out _);
    public T GetOptionOrDefault<T>(string name) => TryGetOption<T>(name, out var value) ? value : default;

    public bool TryGetOption<T>(string name, out T value)
    {
        var found = Root.Settings.Options.TryGetValue(name, out var boxed);
        value = found ? (T)boxed : default;
        return found;
    }

    /// <summary>
    /// A host's random numbers come from four draws of its parent's: they depend on the seed and on how many hosts there were before.
    /// The full name leaves out the direct parent, as the real one does.
    /// </summary>
    public IHost Register(string name, int? seed = null, bool? verbose = null)
    {
        Contracts.CheckNonEmpty(name, nameof(name));
        lock (_lock)
        {
            var random = seed == null ? new TauswortheHybrid(_random) : new TauswortheHybrid((uint)seed.Value);
            var host = new Host(this, name, _source?.FullName, random, verbose ?? Verbose);
            if (IsCanceled)
                host.CancelExecution();
            else
                _hosts.Add(new WeakReference<Host>(host));
            // Hosts live as long as their components; the list must not grow with every one that has gone.
            if (_hosts.Count % 256 == 0)
                _hosts.RemoveAll(h => !h.TryGetTarget(out _));
            return host;
        }
    }

    public void CancelExecution()
    {
        lock (_lock)
        {
            foreach (var reference in _hosts)
                if (reference.TryGetTarget(out var host))
                    host.CancelExecution();
            _hosts.Clear();
            IsCanceled = true;
        }
    }

    public IChannel Start(string name) => new Channel(this, name);

    public IPipe<TMessage> StartPipe<TMessage>(string name) => new Pipe<TMessage>(this, name);

    public IProgressChannel StartProgressChannel(string name)
    {
        Contracts.CheckNonEmpty(name, nameof(name));
        return new ProgressChannel();
    }

    public void AddListener<TMessage>(Action<IMessageSource, TMessage> listener)
    {
        Contracts.CheckValue(listener, nameof(listener));
        Root.Listeners<TMessage>().Add(listener);
    }

    public void RemoveListener<TMessage>(Action<IMessageSource, TMessage> listener)
    {
        Contracts.CheckValue(listener, nameof(listener));
        Root.Listeners<TMessage>().Remove(listener);
    }

    public virtual TException Process<TException>(TException ex) where TException : Exception
    {
        if (ex != null)
            ex.Data["Throwing component"] = "Environment";
        return ex;
    }
}
