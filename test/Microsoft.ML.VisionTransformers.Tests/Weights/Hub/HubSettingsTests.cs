using Microsoft.ML.VisionTransformers.Tests.Drawing;
using Microsoft.ML.VisionTransformers.Weights.Hub;

namespace Microsoft.ML.VisionTransformers.Tests.Weights.Hub;

public sealed class HubSettingsTests
{
    [Theory]
    [InlineData("", "/home/me/.cache/huggingface/hub")]
    [InlineData("XDG_CACHE_HOME=/x", "/x/huggingface/hub")]
    [InlineData("XDG_CACHE_HOME=/x HF_HOME=~/hf", "/home/me/hf/hub")]
    [InlineData("HF_HOME=/h HUGGINGFACE_HUB_CACHE=/old", "/old")]
    [InlineData("HF_HOME=/h HUGGINGFACE_HUB_CACHE=/old HF_HUB_CACHE=/c", "/c")]
    [InlineData("HF_HUB_CACHE= HF_HOME=/h", "/h/hub")]
    public void The_cache_is_where_Python_has_it(string variables, string folder)
        => Assert.Equal(Path.GetFullPath(folder), Of(new HubOptions(), variables).CacheFolder);

    [Fact]
    public void Options_come_before_the_environment()
    {
        var settings = Of(new HubOptions { CacheFolder = "/mine", Endpoint = "https://mirror.example/hub", Offline = false, Token = "mine" },
            "HF_HUB_CACHE=/c HF_ENDPOINT=https://other.example HF_HUB_OFFLINE=1 HF_TOKEN=other");
        Assert.Equal(("https://mirror.example/hub/", Path.GetFullPath("/mine"), false, "mine"),
            (settings.Endpoint.ToString(), settings.CacheFolder, settings.Offline, settings.Token));
    }

    [Fact]
    public void Without_anything_it_is_the_public_hub()
        => Assert.Equal("https://huggingface.co/", Of(new HubOptions(), "").Endpoint.ToString());

    [Theory]
    [InlineData("", false)]
    [InlineData("HF_HUB_OFFLINE=0", false)]
    [InlineData("HF_HUB_OFFLINE=1", true)]
    [InlineData("HF_HUB_OFFLINE=yes", true)]
    [InlineData("TRANSFORMERS_OFFLINE=True", true)]
    public void Offline_is_what_the_environment_says(string variables, bool offline) => Assert.Equal(offline, Of(new HubOptions(), variables).Offline);

    [Fact]
    public void The_token_may_stand_in_a_file()
    {
        using var folder = new TemporaryFolder();
        folder.Write("token", "hf_home\n"u8.ToArray());
        var named = folder.Write("other", "hf_named\n"u8.ToArray());
        Assert.Equal("hf_home", Of(new HubOptions(), $"HF_HOME={folder.Path}").Token);
        Assert.Equal("hf_named", Of(new HubOptions(), $"HF_HOME={folder.Path} HF_TOKEN_PATH={named}").Token);
        Assert.Equal("hf_env", Of(new HubOptions(), $"HF_HOME={folder.Path} HF_TOKEN=hf_env").Token);
        Assert.Null(Of(new HubOptions { Token = "" }, $"HF_HOME={folder.Path}").Token);
    }

    [Theory]
    [InlineData("ftp://x", null)]
    [InlineData("mirror", null)]
    [InlineData(null, "two\nlines")]
    public void Refuses_what_cannot_be(string? endpoint, string? token)
        => Assert.Throws<ArgumentException>(() => Of(new HubOptions { Endpoint = endpoint, Token = token }, ""));

    private static HubSettings Of(HubOptions options, string variables)
    {
        var set = variables.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);
        set.TryAdd("HOME", "/home/me");
        return HubSettings.Of(options, set.GetValueOrDefault);
    }
}
