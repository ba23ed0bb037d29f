using Microsoft.ML.VisionTransformers.Weights.Hub;

namespace Microsoft.ML.VisionTransformers.Tests.Weights.Hub;

public sealed class HubClientTests
{
    [Fact]
    public void Fetches_the_files_of_a_model_into_the_cache()
    {
        using var hub = new HubWithModel();
        Assert.Equal(hub.SnapshotFolder, hub.Download());
        Assert.Equal(["config.json", "model.safetensors", "preprocessor_config.json"],
            Directory.GetFiles(hub.SnapshotFolder).Select(path => Path.GetFileName(path)).Order());
        foreach (var name in new[] { "config.json", "model.safetensors", "preprocessor_config.json" })
            Assert.Equal(hub.Files[name], File.ReadAllBytes(Path.Combine(hub.SnapshotFolder, name)));
    }

    [Fact]
    public void Asks_for_the_commit_and_only_once_for_each_file()
    {
        using var hub = new HubWithModel();
        hub.Download();
        Assert.Equal(
        [
            $"/api/models/{HubWithModel.Id}/revision/main",
            $"/{HubWithModel.Id}/resolve/{HubWithModel.Commit}/config.json",
            $"/{HubWithModel.Id}/resolve/{HubWithModel.Commit}/preprocessor_config.json",
            $"/{HubWithModel.Id}/resolve/{HubWithModel.Commit}/model.safetensors",
            "/cdn/model.safetensors",
        ], hub.Server.Requests.Where(request => request.Method == "GET").Select(request => request.Path));
    }

    [Fact]
    public void Asks_only_for_the_list_the_second_time()
    {
        using var hub = new HubWithModel();
        hub.Download();
        var before = hub.Server.Requests.Count;
        Assert.Equal(hub.SnapshotFolder, hub.Download());
        Assert.Equal($"/api/models/{HubWithModel.Id}/revision/main", Assert.Single(hub.Server.Requests.Skip(before)).Path);
    }

    [Fact]
    public void Asks_for_nothing_when_a_commit_is_in_the_cache()
    {
        using var hub = new HubWithModel();
        hub.Download($"hf-hub:{HubWithModel.Id}@{HubWithModel.Commit}");
        var before = hub.Server.Requests.Count;
        Assert.Equal(hub.SnapshotFolder, hub.Download($"{HubWithModel.Id}@{HubWithModel.Commit}"));
        Assert.Equal(before, hub.Server.Requests.Count);
    }

    [Fact]
    public void Escapes_the_slashes_of_a_revision()
    {
        using var hub = new HubWithModel();
        hub.Download($"{HubWithModel.Id}@refs/pr/1");
        Assert.Equal($"/api/models/{HubWithModel.Id}/revision/refs%2Fpr%2F1", hub.Server.Requests[0].Path);
        Assert.Equal(HubWithModel.Commit, File.ReadAllText(Path.Combine(hub.ModelFolder, "refs", "refs", "pr", "1")));
    }

    [Fact]
    public void Fetches_the_shards_that_an_index_names()
    {
        using var hub = new HubWithModel();
        hub.Files.Remove("model.safetensors");
        hub.Files["model.safetensors.index.json"] = """{ "weight_map": { "a": "model-1-of-2.safetensors", "b": "model-2-of-2.safetensors", "c": "model-1-of-2.safetensors" } }"""u8.ToArray();
        hub.Files["model-1-of-2.safetensors"] = HubWithModel.Bytes(2000, seed: 2);
        hub.Files["model-2-of-2.safetensors"] = HubWithModel.Bytes(3000, seed: 3);
        var folder = hub.Download();
        Assert.Equal(hub.Files["model-1-of-2.safetensors"], File.ReadAllBytes(Path.Combine(folder, "model-1-of-2.safetensors")));
        Assert.Equal(hub.Files["model-2-of-2.safetensors"], File.ReadAllBytes(Path.Combine(folder, "model-2-of-2.safetensors")));
    }

    [Fact]
    public void Follows_relative_redirects()
    {
        using var hub = new HubWithModel((request, hub) =>
        {
            var name = request.Path.Split('/')[^1];
            if (request.Path.StartsWith("/api/", StringComparison.Ordinal) || name == "model.safetensors")
                return null;
            return request.Path.StartsWith("/renamed/", StringComparison.Ordinal)
                ? HubWithModel.Part(request, hub.Files[name]).With("ETag", $"\"{HubWithModel.Etag(hub.Files[name])}\"")
                : HubReply.Redirect("/renamed/" + name, 307);
        });
        Assert.Equal(hub.Files["config.json"], File.ReadAllBytes(Path.Combine(hub.Download(), "config.json")));
    }

    [Fact]
    public void Reports_bytes_up_to_the_last()
    {
        using var hub = new HubWithModel();
        var reports = new Reports();
        hub.Client().Download(HubWithModel.Id, reports);
        var total = hub.Files.Where(file => file.Key != "README.md").Sum(file => file.Value.Length);
        Assert.All(reports.All, report => Assert.Equal(total, report.BytesTotal));
        Assert.Equal(total, reports.All[^1].BytesDone);
        Assert.Equal("model.safetensors", reports.All[^1].File);
        Assert.Equal(TimeSpan.Zero, reports.All[^1].TimeLeft);
    }

    [Fact]
    public async Task Two_clients_at_once_fetch_a_file_once()
    {
        var go = new TaskCompletionSource();
        using var hub = new HubWithModel((request, hub) => HubWithModel.IsContent(request)
            ? HubWithModel.Part(request, hub.Files["model.safetensors"]) with { Until = go.Task } : null);
        var clients = Enumerable.Range(0, 2).Select(_ => hub.Client().DownloadAsync(HubWithModel.Id)).ToArray();
        Assert.True(SpinWait.SpinUntil(() => hub.HasLogged("Another process downloads model.safetensors"), TimeSpan.FromSeconds(20)));
        go.SetResult();
        Assert.All(await Task.WhenAll(clients), folder => Assert.Equal(hub.SnapshotFolder, folder));
        Assert.Single(hub.Server.Requests, HubWithModel.IsContent);
    }

    [Fact]
    public void A_lock_file_that_nobody_holds_stops_nobody()
    {
        using var hub = new HubWithModel();
        var left = Path.Combine(hub.CacheFolder, ".locks", "models--someone--tiny-model", HubWithModel.Etag(hub.Files["model.safetensors"]) + ".lock");
        Directory.CreateDirectory(Path.GetDirectoryName(left)!);
        File.WriteAllText(left, "");
        Assert.Equal(hub.SnapshotFolder, hub.Download());
    }

    [Fact]
    public void Cancelling_keeps_what_has_arrived()
    {
        using var cancel = new CancellationTokenSource();
        using var hub = new HubWithModel((request, hub) => HubWithModel.IsContent(request)
            ? new HubReply(200, hub.Files["model.safetensors"]) { Dawdle = TimeSpan.FromMilliseconds(300) } : null);
        var reports = new Reports { Then = report =>
        {
            if (report.BytesDone >= 1000)
                cancel.Cancel();
        } };
        Assert.ThrowsAny<OperationCanceledException>(() => hub.Client().Download(HubWithModel.Id, reports, cancel.Token));
        Assert.InRange(new FileInfo(hub.Blob("model.safetensors") + ".incomplete").Length, 900, 4999);
        Assert.False(File.Exists(hub.Blob("model.safetensors")));
    }

    [Theory]
    [InlineData("no-owner")]
    [InlineData("../models/vit")]
    [InlineData("a/b/c")]
    [InlineData("owner/name@../x")]
    public void Refuses_what_is_no_name(string id)
    {
        using var hub = new HubWithModel();
        Assert.Throws<ArgumentException>(() => hub.Download(id));
    }

    private sealed class Reports : IProgress<HubProgress>
    {
        public List<HubProgress> All { get; } = [];

        public Action<HubProgress>? Then { get; init; }

        public void Report(HubProgress value)
        {
            All.Add(value);
            Then?.Invoke(value);
        }
    }
}
