namespace Microsoft.ML.VisionTransformers.Weights.Hub;

/// <summary>
/// Where published weights are fetched from and kept. What is null comes from the environment variables that HuggingFace's own tools read, so a
/// machine that is set up for those needs nothing here.
/// </summary>
public sealed class HubOptions
{
    /// <summary>
    /// Address of the hub or of a mirror of it. Default null: <c>HF_ENDPOINT</c>, or else the public hub, <c>https://huggingface.co</c>.
    /// </summary>
    public string? Endpoint;

    /// <summary>
    /// Folder that downloads are kept in, in the layout of Python's <c>huggingface_hub</c>, which finds ours and whose files are found here.
    /// Default null: <c>HF_HUB_CACHE</c>, <c>HF_HOME/hub</c>, <c>XDG_CACHE_HOME/huggingface/hub</c> or <c>~/.cache/huggingface/hub</c>.
    /// </summary>
    public string? CacheFolder;

    /// <summary>
    /// Whether to use only what the cache holds, and no network. Default null: on when <c>HF_HUB_OFFLINE</c> or <c>TRANSFORMERS_OFFLINE</c> is 1.
    /// </summary>
    public bool? Offline;

    /// <summary>
    /// Access token, for private and gated models. It is sent to <see cref="Endpoint"/> and to no other host. Default null: <c>HF_TOKEN</c>, or the
    /// file that <c>HF_TOKEN_PATH</c> names, or <c>HF_HOME/token</c>, where <c>hf auth login</c> puts it. Empty = none.
    /// </summary>
    public string? Token;

    /// <summary>
    /// How often a request that broke off is tried again, with pauses that double from a second. Default 5: about half a minute. A download that
    /// gets on starts to count anew.
    /// </summary>
    public int Retries = 5;

    /// <summary>
    /// How long the hub may stay silent, before its answer or in the middle of a file, until the request counts as broken. Default 30 seconds. A slow
    /// download is not a silent one.
    /// </summary>
    public TimeSpan Timeout = TimeSpan.FromSeconds(30);

    /// <summary>Told of what is worth a line: repeated requests, waiting for another process, a cached copy that stands in. Default null.</summary>
    public Action<string>? Log;

    internal HubOptions Copy() => (HubOptions)MemberwiseClone();

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfNegative(Retries);
        if (Timeout <= TimeSpan.Zero)
            throw new ArgumentOutOfRangeException(nameof(Timeout), Timeout, $"{nameof(Timeout)} has to be above 0.");
    }
}
