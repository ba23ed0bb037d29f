using System.Net;

namespace Microsoft.ML.VisionTransformers.Weights.Hub;

/// <summary>What went wrong with one model, told so that the reader knows what to do.</summary>
internal sealed class HubErrors(HubSettings settings, HubId id, HubCache cache)
{
    private const int MostNames = 12;

    /// <summary>A path that is mistyped looks like a model's name.</summary>
    private const string NotHere = "Weights on this machine are given by the path of their file or folder, and there is none of that name.";

    private string Page => $"{settings.Endpoint}{id.Model}";

    public HubException Offline() => new(
        $"{id} is not whole in the cache, and the client is offline (HF_HUB_OFFLINE, TRANSFORMERS_OFFLINE or {nameof(HubOptions)}.{nameof(HubOptions.Offline)}). {NotHere} {ByHand}");

    /// <summary>After the last retry.</summary>
    public HubException GaveUp(HubTransientException error) => new(
        error.NoConnection
            ? $"The hub at {settings.Endpoint} cannot be reached: {error.Message} {NotHere} {ByHand}"
            : $"{id} could not be downloaded: {error.Message} What has arrived is kept; the next try goes on from there. {NotHere} {ByHand}",
        error, error.StatusCode);

    /// <summary>An answer that is final; null when it is a good one.</summary>
    /// <param name="response">The last of the redirects.</param>
    /// <param name="file">What was asked for; null for the list of files.</param>
    public HubException? Refusal(HttpResponseMessage response, string? file)
    {
        if (response.IsSuccessStatusCode)
            return null;
        var what = file is null ? $"{id}" : $"{file} of {id}";
        var said = Header(response, "X-Error-Message") is { Length: > 0 } message ? $" It says: {Short(message)}" : "";
        return new HubException(response.StatusCode switch
        {
            HttpStatusCode.NotFound => Header(response, "X-Error-Code") switch
            {
                "RevisionNotFound" => $"{id.Model} has no branch, tag or commit '{id.Revision}' at {settings.Endpoint}.",
                "EntryNotFound" => $"{id} has no file {file} at {settings.Endpoint}.",
                _ => $"The hub at {settings.Endpoint} has no {what}: check the name. {NotHere}",
            },
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => Denied(what, response.StatusCode),
            _ => $"The hub at {settings.Endpoint} answered {(int)response.StatusCode} when asked for {what}.",
        } + said, statusCode: response.StatusCode);
    }

    public HubException NoWeights(HubListing listing) => ModelFiles.Candidates(listing.Names) is { Count: > 1 } several
        ? new($"{id} holds several files of weights and none under a usual name: {Join(several)}. Download the right one and give its path.")
        : new($"{id} holds no weights that can be read (safetensors or a PyTorch file). Its files: {Join(listing.Names)}.");

    public HubException Spoilt(HubFile file, string problem) => new(
        $"{file.Name} of {id} arrived damaged twice: {problem}. It was deleted. A proxy or mirror that changes files does this; another "
        + $"{nameof(HubOptions)}.{nameof(HubOptions.Endpoint)} may help.");

    public HubException Nonsense(string what) => new($"The hub at {settings.Endpoint} gives an answer about {id} that makes no sense: {what}.");

    public HubException DiskFull(string detail, Exception? inner = null) => new(
        $"The disk of the cache, {settings.CacheFolder}, is too full for {id}: {detail} Make room, or name another folder by HF_HUB_CACHE or "
        + $"{nameof(HubOptions)}.{nameof(HubOptions.CacheFolder)}.", inner);

    public HubException NotWritable(Exception inner) => new(
        $"The cache, {settings.CacheFolder}, cannot be written: {inner.Message} Name another folder by HF_HUB_CACHE or "
        + $"{nameof(HubOptions)}.{nameof(HubOptions.CacheFolder)}.", inner);

    public static string? Header(HttpResponseMessage response, string name)
        => response.Headers.NonValidated.TryGetValues(name, out var values) ? values.ToString() : null;

    private string ByHand =>
        $"To go without: put its config.json, preprocessor_config.json and model.safetensors (or pytorch_model.bin), from {Page}/tree/{id.Revision}, "
        + $"into {cache.ToFill}, or into any folder whose path you give instead.";

    private string Denied(string what, HttpStatusCode status) => settings.Token is null
        ? $"The hub does not give out {what} ({(int)status}). Either there is no such model, or it is private or gated: then read and accept its licence at {Page}, "
            + $"and set HF_TOKEN or {nameof(HubOptions)}.{nameof(HubOptions.Token)} to an access token of that account. {NotHere}"
        : $"The hub does not give out {what} to this access token ({(int)status}). Read and accept the licence at {Page} with the token's account, and see "
            + $"that the token is valid and may read gated models. {NotHere}";

    private static string Join(IReadOnlyList<string> names)
        => names.Count == 0 ? "none" : string.Join(", ", names.Take(MostNames)) + (names.Count > MostNames ? $" and {names.Count - MostNames} more" : "");

    private static string Short(string text) => text.Length <= 200 ? text : text[..200] + "...";
}
