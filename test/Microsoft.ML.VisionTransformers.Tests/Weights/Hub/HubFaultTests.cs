using System.Net;
using Microsoft.ML.VisionTransformers.Weights.Hub;

namespace Microsoft.ML.VisionTransformers.Tests.Weights.Hub;

/// <summary>Networks that break, and servers that answer wrong or lie.</summary>
public sealed class HubFaultTests
{
    [Fact]
    public void Goes_on_where_a_connection_broke()
    {
        var tries = 0;
        using var hub = new HubWithModel((request, hub) => HubWithModel.IsContent(request) && ++tries < 4
            ? HubWithModel.Part(request, hub.Files["model.safetensors"]) with { BreakAfter = 1000 } : null);
        Assert.Equal(hub.Files["model.safetensors"], File.ReadAllBytes(Path.Combine(hub.Download(), "model.safetensors")));
        Assert.Equal([0, 1000, 2000, 3000], hub.Server.Requests.Where(HubWithModel.IsContent).Select(request => request.From));
        Assert.Equal([1, 2, 4], hub.Pauses.Select(pause => pause.TotalSeconds));
    }

    [Fact]
    public void Goes_on_where_another_process_broke_off()
    {
        using var hub = new HubWithModel();
        Directory.CreateDirectory(Path.GetDirectoryName(hub.Blob("model.safetensors"))!);
        File.WriteAllBytes(hub.Blob("model.safetensors") + ".incomplete", hub.Files["model.safetensors"][..4321]);
        hub.Download();
        Assert.Equal(4321, Assert.Single(hub.Server.Requests, HubWithModel.IsContent).From);
        Assert.Equal(hub.Files["model.safetensors"], File.ReadAllBytes(hub.Blob("model.safetensors")));
    }

    [Fact]
    public void Begins_anew_when_the_server_ignores_the_range()
    {
        using var hub = new HubWithModel((request, hub) => HubWithModel.IsContent(request) ? new HubReply(200, hub.Files["model.safetensors"]) : null);
        Directory.CreateDirectory(Path.GetDirectoryName(hub.Blob("model.safetensors"))!);
        File.WriteAllBytes(hub.Blob("model.safetensors") + ".incomplete", new byte[3000]);
        hub.Download();
        Assert.Equal(hub.Files["model.safetensors"], File.ReadAllBytes(hub.Blob("model.safetensors")));
    }

    [Fact]
    public void Begins_anew_when_the_server_sends_another_range()
    {
        using var hub = new HubWithModel((request, hub) => HubWithModel.IsContent(request) && request.From > 0
            ? new HubReply(206, hub.Files["model.safetensors"][10..]).With("Content-Range", "bytes 10-4999/5000") : null);
        Directory.CreateDirectory(Path.GetDirectoryName(hub.Blob("model.safetensors"))!);
        File.WriteAllBytes(hub.Blob("model.safetensors") + ".incomplete", hub.Files["model.safetensors"][..3000]);
        hub.Download();
        Assert.Equal(hub.Files["model.safetensors"], File.ReadAllBytes(hub.Blob("model.safetensors")));
    }

    [Fact]
    public void Downloads_a_damaged_file_once_more()
    {
        var tries = 0;
        using var hub = new HubWithModel((request, hub) => HubWithModel.IsContent(request) && ++tries == 1 ? new HubReply(200, new byte[5000]) : null);
        hub.Download();
        Assert.Equal(hub.Files["model.safetensors"], File.ReadAllBytes(hub.Blob("model.safetensors")));
        Assert.Contains(hub.Log, line => line.Contains("its hash is"));
    }

    [Theory]
    [InlineData("model.safetensors", 5000, "its hash is")]
    [InlineData("model.safetensors", 5001, "it has 5,001 bytes instead of 5,000")]
    [InlineData("config.json", 30, "its hash is")]
    public void Reports_a_file_that_arrives_damaged_twice_and_deletes_it(string file, int bytes, string problem)
    {
        using var hub = new HubWithModel((request, _) => request.Method == "GET" && !request.Path.StartsWith("/api", StringComparison.Ordinal)
            && request.Path.EndsWith("/" + file, StringComparison.Ordinal) && (HubWithModel.IsContent(request) || file == "config.json")
            ? new HubReply(200, new byte[bytes]) : null);
        var error = Assert.Throws<HubException>(() => hub.Download());
        Assert.Contains($"{file} of {HubWithModel.Id} arrived damaged twice", error.Message);
        Assert.Contains(problem, error.Message);
        Assert.False(File.Exists(hub.Blob(file)));
        Assert.False(File.Exists(hub.Blob(file) + ".incomplete"));
        Assert.False(File.Exists(Path.Combine(hub.SnapshotFolder, file)));
    }

    [Fact]
    public void Gives_up_on_a_server_that_always_sends_too_little()
    {
        using var hub = new HubWithModel((request, hub) => HubWithModel.IsContent(request) ? new HubReply(200, hub.Files["model.safetensors"][..100]) : null);
        var error = Assert.Throws<HubException>(() => hub.Download());
        Assert.Contains("model.safetensors broke off at 100 of 5,000 bytes", error.Message);
        Assert.Contains(HubWithModel.NotHere, error.Message);
        Assert.Equal([1, 2, 4, 8, 16], hub.Pauses.Select(pause => pause.TotalSeconds));
    }

    [Fact]
    public void A_server_that_announces_more_than_it_sends_is_a_broken_connection()
    {
        var tries = 0;
        using var hub = new HubWithModel((request, hub) => HubWithModel.IsContent(request) && ++tries == 1
            ? new HubReply(200, hub.Files["model.safetensors"][..100]) { Announced = 5000 } : null);
        hub.Download();
        Assert.Equal([0, 100], hub.Server.Requests.Where(HubWithModel.IsContent).Select(request => request.From));
    }

    [Fact]
    public void Waits_as_long_as_a_busy_hub_asks()
    {
        var tries = 0;
        using var hub = new HubWithModel((request, _) => ++tries == 1 ? HubReply.Error(429).With("Retry-After", "17") : null);
        hub.Download();
        Assert.Equal([17], hub.Pauses.Select(pause => pause.TotalSeconds));
    }

    [Fact]
    public void Says_so_when_a_busy_hub_asks_for_an_hour()
    {
        using var hub = new HubWithModel((_, _) => HubReply.Error(429).With("Retry-After", "3600"));
        var error = Assert.Throws<HubException>(() => hub.Download());
        Assert.Contains("asks to wait 3600 s", error.Message);
        Assert.Equal(HttpStatusCode.TooManyRequests, error.StatusCode);
        Assert.Empty(hub.Pauses);
    }

    [Fact]
    public void Asks_again_after_errors_of_the_server()
    {
        var tries = 0;
        using var hub = new HubWithModel((_, _) => ++tries <= 2 ? HubReply.Error(500) : null);
        hub.Download();
        Assert.Equal([1, 2], hub.Pauses.Select(pause => pause.TotalSeconds));
    }

    [Fact]
    public void A_slow_download_is_not_a_broken_one()
    {
        using var hub = new HubWithModel((request, hub) => HubWithModel.IsContent(request)
            ? new HubReply(200, hub.Files["model.safetensors"]) { Dawdle = TimeSpan.FromMilliseconds(350) } : null);
        // 1.75 s in all, and never 1.5 of silence.
        hub.Client(options => options.Timeout = TimeSpan.FromSeconds(1.5)).Download(HubWithModel.Id);
        Assert.Single(hub.Server.Requests, HubWithModel.IsContent);
    }

    [Fact]
    public void A_silent_server_is_asked_again()
    {
        var tries = 0;
        using var hub = new HubWithModel((request, hub) => HubWithModel.IsContent(request) && ++tries == 1
            ? new HubReply(200, hub.Files["model.safetensors"]) { Dawdle = TimeSpan.FromSeconds(20) } : null);
        hub.Client(options => options.Timeout = TimeSpan.FromSeconds(1)).Download(HubWithModel.Id);
        Assert.True(tries > 1);
        Assert.Contains(hub.Log, line => line.Contains("model.safetensors broke off at 0 of 5,000 bytes. The hub has been silent for 1 s."));
    }

    [Theory]
    [InlineData("../outside.json")]
    [InlineData("/etc/outside.json")]
    [InlineData("a/../../outside.json")]
    [InlineData("..\\outside.json")]
    [InlineData("C:outside.json")]
    public void Refuses_a_list_that_leads_out_of_the_folder(string name)
    {
        using var hub = new HubWithModel();
        hub.Files[name] = [1];
        Assert.Contains("outside the model's folder", Assert.Throws<HubException>(() => hub.Download()).Message);
        Assert.False(Directory.Exists(hub.CacheFolder));
    }

    [Theory]
    [InlineData("../outside.safetensors", "not beside it")]
    [InlineData("/tmp/outside.safetensors", "not beside it")]
    [InlineData("absent.safetensors", "which the model does not hold")]
    public void Refuses_an_index_that_leads_out_of_the_folder(string shard, string problem)
    {
        using var hub = new HubWithModel();
        hub.Files.Remove("model.safetensors");
        hub.Files["model.safetensors.index.json"] = System.Text.Encoding.UTF8.GetBytes($$"""{ "weight_map": { "a": "{{shard}}" } }""");
        Assert.Contains(problem, Assert.Throws<HubException>(() => hub.Download()).Message);
    }

    [Theory]
    [InlineData("\"../../../outside\"", "5000", "cannot name its content")]
    [InlineData("\"\"", "5000", "cannot name its content")]
    [InlineData("\"abc\"", "-5", "the size '-5'")]
    [InlineData("\"abc\"", "9223372036854775807", "the size '9223372036854775807'")]
    public void Refuses_descriptions_that_cannot_be(string etag, string size, string problem)
    {
        using var hub = new HubWithModel((request, hub) => request.Method == "HEAD" && request.Path.EndsWith("/model.safetensors", StringComparison.Ordinal)
            ? hub.Describe("model.safetensors", HubReply.Redirect("/cdn/model.safetensors")).With("X-Linked-Etag", etag).With("X-Linked-Size", size) : null);
        Assert.Contains(problem, Assert.Throws<HubException>(() => hub.Download()).Message);
    }

    [Fact]
    public void Refuses_files_of_another_commit()
    {
        using var hub = new HubWithModel((request, hub) => request.Method == "HEAD"
            ? hub.Describe("config.json", new HubReply(200, [])).With("X-Repo-Commit", new string('f', 40)) : null);
        Assert.Contains("is of commit 'ffff", Assert.Throws<HubException>(() => hub.Download()).Message);
    }

    [Theory]
    [InlineData("{ \"sha\": \"../../x\", \"siblings\": [] }", "its 'sha' is no commit")]
    [InlineData("{ \"siblings\": 3 }", "its 'sha' is no commit")]
    [InlineData("{ \"sha\": \"0123456789abcdef0123456789abcdef01234567\", \"siblings\": [3] }", "cannot be read")]
    [InlineData("<html>", "cannot be read")]
    public void Refuses_lists_that_are_none(string answer, string problem)
    {
        using var hub = new HubWithModel((_, _) => HubReply.Text(answer));
        Assert.Contains(problem, Assert.Throws<HubException>(() => hub.Download()).Message);
    }

    [Fact]
    public void Refuses_an_endless_list()
    {
        using var hub = new HubWithModel((_, _) => new HubReply(200, new byte[9 << 20]));
        Assert.Contains("longer than 8,388,608 bytes", Assert.Throws<HubException>(() => hub.Download()).Message);
    }

    [Fact]
    public void Does_not_run_in_circles()
    {
        using var hub = new HubWithModel((request, _) => HubReply.Redirect(request.Path));
        Assert.Contains("without end", Assert.Throws<HubException>(() => hub.Download()).Message);
        Assert.Equal(11, hub.Server.Requests.Count);
    }

    [Fact]
    public void Says_how_much_room_a_full_disk_lacks()
    {
        using var hub = new HubWithModel();
        hub.Files["model.safetensors"] = HubWithModel.Bytes(3_000_000, seed: 5);
        var error = Assert.Throws<HubException>(() => hub.Client(runtime: runtime => runtime with { FreeSpace = _ => 1_000_000 }).Download(HubWithModel.Id));
        Assert.Contains("3 MB are to come and 1 MB are free", error.Message);
        Assert.DoesNotContain(hub.Server.Requests, HubWithModel.IsContent);
    }
}
