using System.Net;
using Microsoft.ML.VisionTransformers.Weights.Hub;

namespace Microsoft.ML.VisionTransformers.Tests.Weights.Hub;

/// <summary>Tokens, and models that are not there or not for everybody.</summary>
public sealed class HubAccessTests
{
    [Fact]
    public void Sends_the_token_to_the_hub()
    {
        using var hub = new HubWithModel();
        hub.Client(options => options.Token = "hf_secret").Download(HubWithModel.Id);
        Assert.All(hub.Server.Requests, request => Assert.Equal("Bearer hf_secret", request.Authorization));
    }

    [Fact]
    public void Sends_the_token_to_no_other_host()
    {
        HubWithModel? model = null;
        using var elsewhere = new LoopbackServer(request => HubWithModel.Part(request, model!.Files["model.safetensors"]));
        using var hub = new HubWithModel((request, hub) => request.Path.EndsWith("/model.safetensors", StringComparison.Ordinal)
            ? hub.Describe("model.safetensors", HubReply.Redirect($"{elsewhere.Address}/signed?key=1")) : null);
        model = hub;
        hub.Client(options => options.Token = "hf_secret").Download(HubWithModel.Id);
        Assert.Equal(hub.Files["model.safetensors"], File.ReadAllBytes(hub.Blob("model.safetensors")));
        Assert.Null(Assert.Single(elsewhere.Requests).Authorization);
        Assert.Equal("/signed?key=1", elsewhere.Requests[0].Path);
    }

    [Fact]
    public void Keeps_a_signed_address_out_of_messages()
    {
        using var elsewhere = new LoopbackServer(_ => HubReply.Error(403));
        using var hub = new HubWithModel((request, hub) => request.Path.EndsWith("/model.safetensors", StringComparison.Ordinal)
            ? hub.Describe("model.safetensors", HubReply.Redirect($"{elsewhere.Address}/file?signature=secret")) : null);
        var error = Assert.Throws<HubException>(() => hub.Download());
        Assert.Contains($"{elsewhere.Address}/file answers 403", error.Message);
        Assert.DoesNotContain("secret", error.Message);
        Assert.Equal(6, elsewhere.Requests.Count); // A signature may just have run out: the hub is asked for a new one.
    }

    [Theory]
    [InlineData(401, "", "set HF_TOKEN or HubOptions.Token")]
    [InlineData(403, "", "set HF_TOKEN or HubOptions.Token")]
    [InlineData(403, "hf_secret", "accept the licence")]
    public void Says_how_to_get_at_a_gated_model(int status, string token, string advice)
    {
        using var hub = new HubWithModel((request, _) => request.Method == "HEAD" ? HubReply.Error(status, "GatedRepo") : null);
        var error = Assert.Throws<HubException>(() => hub.Client(options => options.Token = token).Download(HubWithModel.Id));
        Assert.Equal((HttpStatusCode)status, error.StatusCode);
        Assert.Contains(advice, error.Message);
        Assert.Contains(HubWithModel.NotHere, error.Message);
        Assert.Contains($"{hub.Server.Address}/{HubWithModel.Id}", error.Message);
        Assert.DoesNotContain("hf_secret", error.Message);
        Assert.Empty(hub.Pauses);
    }

    [Fact]
    public void Says_that_there_is_no_such_model()
    {
        using var hub = new HubWithModel();
        var error = Assert.Throws<HubException>(() => hub.Download("someone/else"));
        Assert.Equal(HttpStatusCode.NotFound, error.StatusCode);
        Assert.Contains("has no someone/else: check the name", error.Message);
        Assert.Contains(HubWithModel.NotHere, error.Message);
    }

    [Fact]
    public void Says_that_there_is_no_such_revision()
    {
        using var hub = new HubWithModel((_, _) => HubReply.Error(404, "RevisionNotFound"));
        Assert.Contains($"{HubWithModel.Id} has no branch, tag or commit 'v9'", Assert.Throws<HubException>(() => hub.Download(HubWithModel.Id + "@v9")).Message);
    }

    [Fact]
    public void Says_which_file_is_missing()
    {
        using var hub = new HubWithModel((request, _) => request.Method == "HEAD" ? HubReply.Error(404, "EntryNotFound") : null);
        Assert.Contains($"{HubWithModel.Id} has no file config.json", Assert.Throws<HubException>(() => hub.Download()).Message);
    }

    [Fact]
    public void Says_what_there_is_instead_of_weights()
    {
        using var hub = new HubWithModel();
        hub.Files.Remove("model.safetensors");
        Assert.Contains("holds no weights that can be read (safetensors or a PyTorch file). Its files: README.md, config.json",
            Assert.Throws<HubException>(() => hub.Download()).Message);
    }
}
