using Microsoft.ML.VisionTransformers.Tests.Drawing;
using Microsoft.ML.VisionTransformers.Weights.Hub;

namespace Microsoft.ML.VisionTransformers.Tests.Weights.Hub;

/// <summary>The layout of the cache, and working without a network.</summary>
public sealed class HubCacheTests
{
    [Fact]
    public void Has_the_layout_of_the_Python_client()
    {
        using var hub = new HubWithModel();
        hub.Download();
        Assert.Equal(HubWithModel.Commit, File.ReadAllText(Path.Combine(hub.ModelFolder, "refs", "main")));
        foreach (var name in new[] { "config.json", "model.safetensors" })
        {
            var etag = HubWithModel.Etag(hub.Files[name]);
            Assert.Equal(hub.Files[name], File.ReadAllBytes(Path.Combine(hub.ModelFolder, "blobs", etag)));
            Assert.Equal(Path.Combine("..", "..", "blobs", etag), new FileInfo(Path.Combine(hub.SnapshotFolder, name)).LinkTarget);
            Assert.True(File.Exists(Path.Combine(hub.CacheFolder, ".locks", "models--someone--tiny-model", etag + ".lock")));
        }
        Assert.True(File.Exists(Path.Combine(hub.ModelFolder, ".no_exist", HubWithModel.Commit, "tokenizer.json")));
        Assert.False(File.Exists(Path.Combine(hub.ModelFolder, ".no_exist", HubWithModel.Commit, "config.json")));
        Assert.Empty(Directory.GetFiles(Path.Combine(hub.ModelFolder, "blobs"), "*.incomplete"));
    }

    [Fact]
    public void Finds_what_the_Python_client_has_fetched()
    {
        using var hub = new HubWithModel();
        AsPythonWrites(hub);
        Assert.Equal(hub.SnapshotFolder, hub.Client(options => options.Offline = true).Download(HubWithModel.Id));
        Assert.Empty(hub.Server.Requests);
        Assert.Equal(hub.SnapshotFolder, hub.Download());
        Assert.DoesNotContain(hub.Server.Requests, HubWithModel.IsContent);
    }

    [Fact]
    public void Takes_a_content_that_another_commit_has()
    {
        using var hub = new HubWithModel();
        AsPythonWrites(hub);
        Directory.Delete(hub.SnapshotFolder, recursive: true);
        hub.Download();
        Assert.DoesNotContain(hub.Server.Requests, HubWithModel.IsContent);
        Assert.Equal(hub.Files["model.safetensors"], File.ReadAllBytes(Path.Combine(hub.SnapshotFolder, "model.safetensors")));
    }

    [Fact]
    public void Fetches_again_what_a_link_points_to_in_vain()
    {
        using var hub = new HubWithModel();
        hub.Download();
        File.Delete(hub.Blob("model.safetensors"));
        hub.Download();
        Assert.Equal(hub.Files["model.safetensors"], File.ReadAllBytes(Path.Combine(hub.SnapshotFolder, "model.safetensors")));
    }

    [Fact]
    public void Needs_no_links()
    {
        using var hub = new HubWithModel();
        var client = hub.Client(runtime: runtime => runtime with { MakeLink = (_, _) => throw new UnauthorizedAccessException() });
        client.Download(HubWithModel.Id);
        var file = new FileInfo(Path.Combine(hub.SnapshotFolder, "model.safetensors"));
        Assert.Null(file.LinkTarget);
        Assert.Equal(hub.Files["model.safetensors"], File.ReadAllBytes(file.FullName));
        Assert.False(File.Exists(hub.Blob("model.safetensors"))); // One copy is enough.

        var before = hub.Server.Requests.Count(HubWithModel.IsContent);
        client.Download(HubWithModel.Id);
        Assert.Equal(before, hub.Server.Requests.Count(HubWithModel.IsContent));
    }

    [Fact]
    public void Copies_a_shared_content_where_there_are_no_links()
    {
        using var hub = new HubWithModel();
        AsPythonWrites(hub);
        Directory.Delete(hub.SnapshotFolder, recursive: true);
        hub.Client(runtime: runtime => runtime with { MakeLink = (_, _) => throw new IOException() }).Download(HubWithModel.Id);
        Assert.True(File.Exists(hub.Blob("model.safetensors")));
        Assert.Equal(hub.Files["model.safetensors"], File.ReadAllBytes(Path.Combine(hub.SnapshotFolder, "model.safetensors")));
    }

    [Fact]
    public void A_whole_cache_need_not_be_writable()
    {
        using var hub = new HubWithModel();
        hub.Download();
        // Where a file has a folder's place nobody can write, not even root.
        foreach (var notes in new[] { ".no_exist", "refs" })
        {
            Directory.Delete(Path.Combine(hub.ModelFolder, notes), recursive: true);
            File.WriteAllText(Path.Combine(hub.ModelFolder, notes), "");
        }
        Assert.Equal(hub.SnapshotFolder, hub.Download());
    }

    [Fact]
    public void Leaves_the_notes_that_are_there()
    {
        using var hub = new HubWithModel();
        hub.Download();
        var note = Path.Combine(hub.ModelFolder, ".no_exist", HubWithModel.Commit, "tokenizer.json");
        var then = new DateTime(2020, 1, 2, 3, 4, 5, DateTimeKind.Utc);
        File.SetLastWriteTimeUtc(note, then);
        hub.Download();
        Assert.Equal(then, File.GetLastWriteTimeUtc(note));
    }

    [Fact]
    public void A_note_that_cannot_be_put_in_its_place_leaves_nothing_behind()
    {
        using var hub = new HubWithModel();
        var reference = Path.Combine(hub.ModelFolder, "refs", "main");
        Directory.CreateDirectory(reference);
        Assert.Equal(hub.SnapshotFolder, hub.Download());
        Assert.Equal([reference], Directory.GetFileSystemEntries(Path.GetDirectoryName(reference)!));
    }

    [Fact]
    public void Asks_for_the_settings_that_a_commit_lacks()
    {
        using var hub = new HubWithModel();
        AsPythonWrites(hub);
        var lacking = Path.Combine(hub.SnapshotFolder, "preprocessor_config.json");
        File.Delete(lacking);
        var id = $"{HubWithModel.Id}@{HubWithModel.Commit}";
        Assert.Equal(hub.SnapshotFolder, hub.Client(options => options.Offline = true).Download(id));
        Assert.Empty(hub.Server.Requests);

        Assert.Equal(hub.SnapshotFolder, hub.Download(id));
        Assert.Equal(hub.Files["preprocessor_config.json"], File.ReadAllBytes(lacking));

        // What it holds is known from then on.
        var before = hub.Server.Requests.Count;
        hub.Download(id);
        Assert.Equal(before, hub.Server.Requests.Count);
    }

    [Fact]
    public void Offline_with_an_empty_cache_says_what_to_put_where()
    {
        using var hub = new HubWithModel();
        var error = Assert.Throws<HubException>(() => hub.Client(options => options.Offline = true).Download(HubWithModel.Id));
        Assert.Contains(HubWithModel.NotHere, error.Message);
        Assert.Contains("config.json, preprocessor_config.json and model.safetensors", error.Message);
        Assert.Contains(Path.Combine(hub.ModelFolder, "snapshots", "main"), error.Message);
        Assert.Contains($"{hub.Server.Address}/{HubWithModel.Id}/tree/main", error.Message);
        Assert.Empty(hub.Server.Requests);
    }

    [Fact]
    public void Offline_finds_what_was_put_there_by_hand()
    {
        using var hub = new HubWithModel();
        var folder = Path.Combine(hub.ModelFolder, "snapshots", "main");
        Directory.CreateDirectory(folder);
        File.WriteAllBytes(Path.Combine(folder, "model.safetensors"), [1]);
        Assert.Equal(folder, hub.Client(options => options.Offline = true).Download(HubWithModel.Id));
    }

    [Fact]
    public void Offline_misses_a_shard()
    {
        using var hub = new HubWithModel();
        var folder = Path.Combine(hub.ModelFolder, "snapshots", "main");
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "model.safetensors.index.json"), """{ "weight_map": { "a": "1.safetensors", "b": "2.safetensors" } }""");
        File.WriteAllBytes(Path.Combine(folder, "1.safetensors"), [1]);
        Assert.Throws<HubException>(() => hub.Client(options => options.Offline = true).Download(HubWithModel.Id));
    }

    [Fact]
    public void An_unreachable_hub_leaves_the_cache()
    {
        using var hub = new HubWithModel();
        hub.Download();
        var client = hub.Client();
        hub.Server.Dispose();
        Assert.Equal(hub.SnapshotFolder, client.Download(HubWithModel.Id));
        Assert.Contains(hub.Log, line => line.Contains("The cached copy of someone/tiny-model is used"));
        Assert.Empty(hub.Pauses);
    }

    [Theory]
    [InlineData("a token that has expired")]
    [InlineData("a log-in page")]
    [InlineData("a way to a log-in page")]
    [InlineData("no such model")]
    public void A_hub_that_refuses_the_list_leaves_the_cache(string answer)
    {
        HubReply? instead = null;
        using var hub = new HubWithModel((_, _) => instead);
        hub.Download();
        instead = answer switch
        {
            "a token that has expired" => HubReply.Error(401),
            "a log-in page" => HubReply.Text("<html>"),
            "a way to a log-in page" => HubReply.Redirect("ftp://portal/"), // No more encrypted than http, which is what the test's hub speaks itself.
            _ => HubReply.Error(404, "RepoNotFound"),
        };
        Assert.Equal(hub.SnapshotFolder, hub.Download());
        Assert.Contains(hub.Log, line => line.Contains("The cached copy of someone/tiny-model is used"));
        Assert.Empty(hub.Pauses);
    }

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    public void A_hub_that_refuses_a_file_leaves_the_cache(int status)
    {
        using var hub = new HubWithModel((request, _) => request.Method == "HEAD" ? HubReply.Error(status, "GatedRepo") : null);
        AsPythonWrites(hub);
        File.Delete(Path.Combine(hub.SnapshotFolder, "config.json"));
        Assert.Equal(hub.SnapshotFolder, hub.Download());
        Assert.Contains(hub.Log, line => line.Contains("does not give out config.json") && line.Contains("The cached copy of someone/tiny-model is used"));
    }

    [Fact]
    public void A_file_that_arrives_damaged_is_an_error_whatever_the_cache_holds()
    {
        using var hub = new HubWithModel((request, _) => request.Method == "GET" && request.Path.EndsWith("/config.json", StringComparison.Ordinal)
            ? new HubReply(200, new byte[30]) : null);
        AsPythonWrites(hub);
        File.Delete(Path.Combine(hub.SnapshotFolder, "config.json"));
        File.Delete(hub.Blob("config.json"));
        Assert.Contains("arrived damaged twice", Assert.Throws<HubException>(() => hub.Download()).Message);
    }

    [Fact]
    public void An_unreachable_hub_and_an_empty_cache_say_what_to_do()
    {
        using var hub = new HubWithModel();
        var client = hub.Client();
        hub.Server.Dispose();
        var error = Assert.Throws<HubException>(() => client.Download(HubWithModel.Id));
        Assert.Contains($"The hub at {hub.Server.Address}/ cannot be reached", error.Message);
        Assert.Contains(HubWithModel.NotHere, error.Message);
        Assert.Contains(Path.Combine(hub.ModelFolder, "snapshots", "main"), error.Message);
        Assert.Equal(2, hub.Pauses.Count);
    }

    /// <summary>snapshot_download of huggingface_hub 0.2x leaves this.</summary>
    private static void AsPythonWrites(HubWithModel hub)
    {
        Directory.CreateDirectory(Path.Combine(hub.ModelFolder, "blobs"));
        Directory.CreateDirectory(Path.Combine(hub.ModelFolder, "refs"));
        Directory.CreateDirectory(hub.SnapshotFolder);
        File.WriteAllText(Path.Combine(hub.ModelFolder, "refs", "main"), HubWithModel.Commit);
        foreach (var (name, content) in hub.Files)
        {
            File.WriteAllBytes(hub.Blob(name), content);
            File.CreateSymbolicLink(Path.Combine(hub.SnapshotFolder, name), $"../../blobs/{HubWithModel.Etag(content)}");
        }
    }
}
