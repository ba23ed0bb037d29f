using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Tests.Clip;

public class ClipInitializationTests
{
    // Widths of 64 and 128: attention 64^-0.5 or 128^-0.5, what adds to the residual sum that times (2 layers)^-0.5, the wide layer (2 x width)^-0.5.
    [Theory]
    [InlineData("token_embedding.weight", 0.02)]
    [InlineData("positional_embedding", 0.01)]
    [InlineData("text_projection", 0.125)]
    [InlineData("transformer.resblocks.1.attn.in_proj_weight", 0.125)]
    [InlineData("transformer.resblocks.1.attn.out_proj.weight", 0.0625)]
    [InlineData("transformer.resblocks.0.mlp.c_fc.weight", 0.08838835)]
    [InlineData("transformer.resblocks.0.mlp.c_proj.weight", 0.0625)]
    [InlineData("transformer.resblocks.0.mlp.c_fc.bias", 0.07216878)]       // uniform between -1 / 8 and 1 / 8
    [InlineData("visual.positional_embedding", 0.08838835)]
    [InlineData("visual.proj", 0.08838835)]
    [InlineData("visual.conv1.weight", 0.08333333)]                         // uniform between -48^-0.5 and 48^-0.5
    [InlineData("visual.transformer.resblocks.1.attn.in_proj_weight", 0.0625)] // Xavier of 128 to 384
    [InlineData("visual.transformer.resblocks.1.attn.out_proj.weight", 0.05103104)]
    [InlineData("visual.transformer.resblocks.1.mlp.c_proj.weight", 0.02551552)]
    public void WidthsAreOpenAis(string key, double deviation)
    {
        using var scope = NewDisposeScope();
        using var network = TinyClip.Network(TinyClip.Configuration with
        {
            EmbeddingDim = 64, VisionWidth = 128, VisionHeads = 2, TextWidth = 64, ContextLength = 40,
        });
        Assert.Equal(deviation, network.state_dict()[key].std().item<float>(), 0.06 * deviation);
    }

    [Fact]
    public void NormsBeginAsTheIdentityAndAttentionWithoutBias()
    {
        using var scope = NewDisposeScope();
        using var network = TinyClip.Network();
        var state = network.state_dict();
        foreach (var tower in new[] { "", "visual." })
        {
            Assert.True(state[$"{tower}transformer.resblocks.1.ln_1.weight"].eq(1).all().item<bool>());
            Assert.True(state[$"{tower}transformer.resblocks.1.attn.in_proj_bias"].eq(0).all().item<bool>());
            Assert.True(state[$"{tower}transformer.resblocks.1.attn.out_proj.bias"].eq(0).all().item<bool>());
        }
    }

    [Fact]
    public void TheSameSeedGivesTheSameNetwork()
    {
        using var scope = NewDisposeScope();
        using var first = TinyClip.Network(seed: 4);
        using var second = TinyClip.Network(seed: 4);
        using var other = TinyClip.Network(seed: 5);
        foreach (var (key, value) in first.state_dict())
            Assert.True(value.eq(second.state_dict()[key]).all().item<bool>(), key);
        Assert.False(first.state_dict()["visual.proj"].eq(other.state_dict()["visual.proj"]).all().item<bool>());
    }
}
