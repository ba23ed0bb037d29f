using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.ML.VisionTransformers.Tests.Drawing;
using Microsoft.ML.VisionTransformers.Weights.Hub;

namespace Microsoft.ML.VisionTransformers.Tests.Weights.Hub;

/// <summary>A hub with one model on the loopback interface, and a client with an empty cache. What is asked for can be answered differently.</summary>
internal sealed class HubWithModel : IDisposable
{
    public const string Id = "someone/tiny-model";
    /// <summary>What every message says that may be about a mistyped path.</summary>
    public const string NotHere = "given by the path of their file or folder, and there is none of that name.";

    public const string Commit = "0123456789abcdef0123456789abcdef01234567";

    private readonly TemporaryFolder _folder = new();
    private readonly Func<HubRequest, HubWithModel, HubReply?>? _instead;
    private readonly List<TimeSpan> _pauses = [];
    private readonly List<string> _log = [];

    /// <param name="instead">Answers before the model does; null leaves it to the model.</param>
    public HubWithModel(Func<HubRequest, HubWithModel, HubReply?>? instead = null)
    {
        _instead = instead;
        Server = new LoopbackServer(Answer);
    }

    public LoopbackServer Server { get; }

    /// <summary>Files of the model. Those above 1,000 bytes count as large, as on the hub: named by SHA-256 and served from another address.</summary>
    public Dictionary<string, byte[]> Files { get; } = new()
    {
        ["README.md"] = "A model."u8.ToArray(),
        ["config.json"] = """{ "architecture": "vit_tiny" }"""u8.ToArray(),
        ["preprocessor_config.json"] = """{ "size": 224 }"""u8.ToArray(),
        ["model.safetensors"] = Bytes(5000, seed: 1),
    };

    public string CacheFolder => Path.Combine(_folder.Path, "cache");

    public string ModelFolder => Path.Combine(CacheFolder, "models--someone--tiny-model");

    public string SnapshotFolder => Path.Combine(ModelFolder, "snapshots", Commit);

    public IReadOnlyList<TimeSpan> Pauses => _pauses;

    public IReadOnlyList<string> Log => _log;

    /// <summary>Safe while clients are at work.</summary>
    public bool HasLogged(string part)
    {
        lock (_log)
            return _log.Exists(line => line.Contains(part));
    }

    public static byte[] Bytes(int count, int seed)
    {
        var bytes = new byte[count];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    public static string Etag(byte[] content) => content.Length > 1000
        ? Convert.ToHexStringLower(SHA256.HashData(content))
        : Convert.ToHexStringLower(SHA1.HashData([.. Encoding.ASCII.GetBytes($"blob {content.Length}\0"), .. content]));

    public string Blob(string file) => Path.Combine(ModelFolder, "blobs", Etag(Files[file]));

    public HubOptions Options() => new()
    {
        Endpoint = Server.Address, CacheFolder = CacheFolder, Token = "", Offline = false, Timeout = TimeSpan.FromSeconds(10), Log = line =>
        {
            lock (_log)
                _log.Add(line);
        },
    };

    public HubClient Client(Action<HubOptions>? change = null, Func<HubRuntime, HubRuntime>? runtime = null)
    {
        var options = Options();
        change?.Invoke(options);
        var quick = new HubRuntime { Variable = _ => null, Pause = Pause };
        return new HubClient(options, runtime?.Invoke(quick) ?? quick);
    }

    public string Download(string id = Id) => Client().Download(id);

    /// <summary>The description of a file, as the hub gives it before any redirect.</summary>
    public HubReply Describe(string name, HubReply reply)
        => reply.With("X-Repo-Commit", Commit).With("X-Linked-Etag", $"\"{Etag(Files[name])}\"").With("X-Linked-Size", $"{Files[name].Length}");

    /// <summary>The content, from where a Range header asks for it.</summary>
    public static HubReply Part(HubRequest request, byte[] content) => request.From == 0
        ? new HubReply(200, content)
        : new HubReply(206, content[request.From..]).With("Content-Range", $"bytes {request.From}-{content.Length - 1}/{content.Length}");

    /// <summary>A download of the large file, and not of anything else.</summary>
    public static bool IsContent(HubRequest request) => request.Method == "GET" && request.Path.StartsWith("/cdn/", StringComparison.Ordinal);

    public void Dispose()
    {
        Server.Dispose();
        _folder.Dispose();
    }

    private HubReply Answer(HubRequest request)
    {
        if (_instead?.Invoke(request, this) is { } other)
            return other;
        var path = WebUtility.UrlDecode(request.Path);
        if (path.StartsWith($"/api/models/{Id}/revision/", StringComparison.Ordinal) && path.Split("/revision/")[1] is "main" or Commit or "refs/pr/1")
            return HubReply.Text(JsonSerializer.Serialize(new { id = Id, sha = Commit, siblings = Files.Keys.Select(name => new { rfilename = name }) }));
        if (path.StartsWith("/cdn/", StringComparison.Ordinal) && Files.TryGetValue(path["/cdn/".Length..], out var large))
            return Part(request, large);
        if (!path.StartsWith($"/{Id}/resolve/{Commit}/", StringComparison.Ordinal) || !Files.TryGetValue(path[$"/{Id}/resolve/{Commit}/".Length..], out var content))
            return HubReply.Error(404, path.StartsWith($"/{Id}/", StringComparison.Ordinal) ? "EntryNotFound" : "RepoNotFound");
        var name = path.Split('/')[^1];
        return content.Length > 1000
            ? Describe(name, HubReply.Redirect($"{Server.Address}/cdn/{name}"))
            : Part(request, content).With("X-Repo-Commit", Commit).With("ETag", $"W/\"{Etag(content)}\"");
    }

    private Task Pause(TimeSpan time, CancellationToken token)
    {
        lock (_pauses)
            _pauses.Add(time);
        token.ThrowIfCancellationRequested();
        return Task.CompletedTask;
    }
}
