using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Microsoft.ML.VisionTransformers.Weights.Hub;

/// <summary>What the hub says of one model: its files, and what their content is. Nothing of it is believed that could lead out of the cache.</summary>
internal sealed class HubRepository(HubId id, HubSettings settings, HubTransport transport, HubErrors errors)
{
    /// <summary>The answer lists every file of a model; 8 MB hold some 100,000.</summary>
    private const int LargestAnswer = 8 << 20;

    /// <summary>A petabyte; sizes below it add up without overflow.</summary>
    private const long LargestFile = 1L << 50;

    /// <summary><c>GET /api/models/{id}/revision/{revision}</c>.</summary>
    /// <exception cref="HubException">There is no such model, or it is not given out.</exception>
    public async Task<HubListing> ListAsync(CancellationToken token)
    {
        var address = new Uri(settings.Endpoint, $"api/models/{id.Model}/revision/{Uri.EscapeDataString(id.Revision)}");
        using var response = await transport.SendAsync(HttpMethod.Get, address, token);
        if (errors.Refusal(response, null) is { } refusal)
            throw refusal;
        try
        {
            var answer = JsonNode.Parse(await transport.ReadAllAsync(response, LargestAnswer, token))!;
            var commit = (string?)answer["sha"] ?? "";
            if (!HubId.LooksLikeCommit(commit))
                throw errors.Nonsense("its 'sha' is no commit");
            var names = (answer["siblings"]?.AsArray() ?? []).Select(file => (string)file!["rfilename"]!).ToList();
            return names.Find(name => !ModelFiles.IsInside(name)) is { } outside
                ? throw errors.Nonsense($"it lists a file '{outside}', which would lie outside the model's folder")
                : new HubListing(commit, names);
        }
        catch (Exception error) when (error is JsonException or InvalidDataException or InvalidOperationException or NullReferenceException or ArgumentNullException)
        {
            throw errors.Nonsense($"the list of files cannot be read ({error.Message})");
        }
    }

    /// <summary><c>HEAD /{id}/resolve/{commit}/{name}</c>. Large files are redirected to another host; what they are stands on the redirect.</summary>
    /// <exception cref="HubException">There is no such file, or it is not given out.</exception>
    public async Task<HubFile> DescribeAsync(string commit, string name, CancellationToken token)
    {
        var address = new Uri(settings.Endpoint, $"{id.Model}/resolve/{commit}/{Uri.EscapeDataString(name)}");
        string? etag = null, size = null, answered = null;
        using var response = await transport.SendAsync(HttpMethod.Head, address, token, isEnough: answer =>
        {
            etag ??= HubErrors.Header(answer, "X-Linked-Etag");
            size ??= HubErrors.Header(answer, "X-Linked-Size");
            answered ??= HubErrors.Header(answer, "X-Repo-Commit");
            return IsKnown(answer);
        });
        var isKnown = IsKnown(response);
        if (!isKnown && errors.Refusal(response, name) is { } refusal)
            throw refusal;
        etag ??= HubErrors.Header(response, "ETag");
        size ??= response.Content.Headers.ContentLength?.ToString(CultureInfo.InvariantCulture);
        if (answered is not null && answered != commit)
            throw errors.Nonsense($"{name} is of commit '{answered}' and not of {commit}");
        if (NormalEtag(etag) is not { } content)
            throw errors.Nonsense($"{name} has the ETag '{etag}', which cannot name its content");
        if (!long.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes) || bytes > LargestFile)
            throw errors.Nonsense($"it gives {name} the size '{size}'");
        return new HubFile(name, content, bytes, address);

        bool IsKnown(HttpResponseMessage answer) => (int)answer.StatusCode < 400 && etag is not null && size is not null;
    }

    /// <summary>Without quotes and the sign of a weak one. It becomes a file name, so nothing but letters, digits and dashes is let through.</summary>
    private static string? NormalEtag(string? etag)
    {
        var bare = (etag ?? "").Trim();
        if (bare.StartsWith("W/", StringComparison.Ordinal))
            bare = bare[2..];
        bare = bare.Trim('"');
        return bare.Length is > 0 and <= 128 && bare.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_') ? bare : null;
    }
}
