namespace Microsoft.ML.VisionTransformers.Weights.Hub;

/// <summary>The options with the gaps filled from the environment, by the names and in the order of <c>huggingface_hub</c>.</summary>
internal sealed record HubSettings(Uri Endpoint, string CacheFolder, bool Offline, string? Token)
{
    /// <summary>The public hub.</summary>
    public const string DefaultEndpoint = "https://huggingface.co";

    /// <exception cref="ArgumentException">The endpoint is no address, or the token cannot be one.</exception>
    public static HubSettings Of(HubOptions options, Func<string, string?> variable)
    {
        options.Validate();
        var home = Variable("HF_HOME") ?? Path.Combine(Variable("XDG_CACHE_HOME") ?? "~/.cache", "huggingface");
        var cache = options.CacheFolder ?? Variable("HF_HUB_CACHE") ?? Variable("HUGGINGFACE_HUB_CACHE") ?? Path.Combine(home, "hub");
        return new HubSettings(
            EndpointOf(options.Endpoint ?? Variable("HF_ENDPOINT") ?? DefaultEndpoint),
            Path.GetFullPath(Expand(cache)),
            options.Offline ?? (IsOn(Variable("HF_HUB_OFFLINE")) || IsOn(Variable("TRANSFORMERS_OFFLINE"))),
            TokenOf(options.Token ?? Variable("HF_TOKEN") ?? Variable("HUGGING_FACE_HUB_TOKEN")
                ?? Read(Expand(Variable("HF_TOKEN_PATH") ?? Path.Combine(home, "token")))));

        string? Variable(string name) => variable(name) is { Length: > 0 } value ? value : null;

        string Expand(string path) => path == "~" || path.StartsWith("~/", StringComparison.Ordinal) ? UserFolder() + path[1..] : path;

        string UserFolder() => Variable("HOME") ?? Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
    }

    private static Uri EndpointOf(string text)
        => Uri.TryCreate(text.TrimEnd('/') + "/", UriKind.Absolute, out var address) && address.Scheme is "https" or "http"
            ? address
            : throw new ArgumentException($"'{text}' is no address of a hub; it would be like '{DefaultEndpoint}'.");

    private static bool IsOn(string? value) => value?.ToUpperInvariant() is "1" or "ON" or "YES" or "TRUE";

    private static string? Read(string path) => File.Exists(path) ? File.ReadAllText(path) : null;

    private static string? TokenOf(string? text)
    {
        var token = text?.Trim();
        if (string.IsNullOrEmpty(token))
            return null;
        // The token itself stays out of the message: it would end up in logs.
        return token.All(letter => letter is > ' ' and <= '~') ? token
            : throw new ArgumentException("The hub's token holds letters that no token has; look for a line break or a typographic dash in it.");
    }
}
