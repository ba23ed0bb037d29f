using System.Net;

namespace Microsoft.ML.VisionTransformers.Weights.Hub;

/// <summary>
/// Downloads published weights with what belongs to them, once: a later call finds them in the cache. Trainers do this by themselves when their
/// weights are a name such as <c>microsoft/swinv2-tiny-patch4-window8-256</c>; a program calls it to fetch them beforehand.
/// </summary>
/// <remarks>
/// The endpoint may be any that answers as the HuggingFace hub does (https://huggingface.co/docs/hub/api), and the cache is laid out as its Python
/// client's (https://huggingface.co/docs/huggingface_hub/guides/manage-cache). Sizes and hashes are checked; several processes may download at once;
/// what broke off goes on where it stopped.
/// </remarks>
public sealed class HubClient
{
    private const int ReadOnlyFileSystem = 30; // EROFS of Linux

    private readonly HubOptions _options;
    private readonly HubSettings _settings;
    private readonly HubRuntime _runtime;

    /// <summary>A client with these settings; null = all from the environment.</summary>
    /// <exception cref="ArgumentException">A setting is not valid.</exception>
    public HubClient(HubOptions? options = null)
        : this(options ?? new HubOptions(), new HubRuntime())
    {
    }

    internal HubClient(HubOptions options, HubRuntime runtime)
        => (_options, _settings, _runtime) = (options, HubSettings.Of(options, runtime.Variable), runtime);

    /// <inheritdoc cref="DownloadAsync"/>
    public string Download(string id, IProgress<HubProgress>? progress = null, CancellationToken cancellationToken = default)
        // On the pool: a caller with a thread of its own for continuations, as a window has, would wait for itself.
        => Task.Run(() => DownloadAsync(id, progress, cancellationToken), CancellationToken.None).GetAwaiter().GetResult();

    /// <summary>
    /// Makes sure that a model's weights, configuration, preprocessing and vocabulary are in the cache. One form of the weights is fetched, safetensors
    /// before PyTorch's own. When the hub does not answer, or answers with a refusal, what the cache holds has to do, and the log says so.
    /// </summary>
    /// <param name="id"><c>owner/name</c>, or <c>owner/name@revision</c> with a branch, tag or commit; <c>hf-hub:</c> may stand before it.</param>
    /// <param name="progress">Told of the bytes a few times a second, on a thread of the pool.</param>
    /// <param name="cancellationToken">Stops; what has arrived is kept for the next time.</param>
    /// <returns>The folder with the files, which a trainer's weights may name.</returns>
    /// <exception cref="ArgumentException"><paramref name="id"/> is no name of a model.</exception>
    /// <exception cref="HubException">They can't be had: no network, no such model, no permission, no room, damaged twice.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public async Task<string> DownloadAsync(string id, IProgress<HubProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(id);
        var wanted = HubId.Parse(id);
        var cache = new HubCache(_settings.CacheFolder, wanted, _runtime);
        var errors = new HubErrors(_settings, wanted, cache);
        if (cache.FindWhole() is { } whole)
            return whole;
        var held = cache.FindUsable();
        if (_settings.Offline)
            return held ?? throw errors.Offline();
        using var transport = new HubTransport(_settings, _options.Timeout);
        var repository = new HubRepository(wanted, _settings, transport, errors);
        HubListing? listing = null;
        try
        {
            // With something to fall back on nobody is kept waiting for a hub that is away.
            listing = await new HubRetry(held is null ? _options.Retries : 0, _runtime, _options.Log)
                .RunAsync(() => repository.ListAsync(cancellationToken), cancellationToken);
            return await new ModelDownload(listing, repository, transport, cache, errors, _options, _runtime).RunAsync(progress, cancellationToken);
        }
        catch (Exception error) when (held is not null && IsOfAccess(error, isListed: listing is not null))
        {
            _options.Log?.Invoke($"{error.Message} The cached copy of {wanted} is used: {held}");
            return held;
        }
        catch (HubTransientException error)
        {
            throw errors.GaveUp(error);
        }
        catch (IOException error) when (FullDisk.Is(error))
        {
            throw errors.DiskFull(error.Message, error);
        }
        catch (UnauthorizedAccessException error)
        {
            throw errors.NotWritable(error);
        }
    }

    /// <summary>
    /// Whether an error says nothing of the model's content: no answer, a token that has expired, a network's log-in page where the list of files
    /// should be, a cache that can only be read.
    /// </summary>
    private static bool IsOfAccess(Exception error, bool isListed) => error is HubTransientException
        || (error is HubException refusal && (!isListed || refusal.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden))
        || error is UnauthorizedAccessException or IOException { HResult: ReadOnlyFileSystem };
}
