namespace Microsoft.ML.Runtime;

/// <summary>The settings of a context as its components see them.</summary>
internal interface IHostEnvironmentInternal : IHostEnvironment
{
    int? Seed { get; }
    int? GpuDeviceId { get; set; }
    bool FallbackToCpu { get; set; }
    string TempFilePath { get; set; }

    void SetOption<T>(string name, T value);
    bool TryAddOption<T>(string name, T value);
    bool TryGetOption<T>(string name, out T value);
    T GetOptionOrDefault<T>(string name);
    bool RemoveOption(string name);

    void AddListener<TMessage>(Action<IMessageSource, TMessage> listener);
    void RemoveListener<TMessage>(Action<IMessageSource, TMessage> listener);
}
