using Microsoft.ML.VisionTransformers.ConvMae;
using Microsoft.ML.VisionTransformers.Modules;
using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Microsoft.ML.VisionTransformers.Tests.ConvMae;

public class ConvPatchEmbeddingTests
{
    [Fact]
    public void NormalisesEachPlaceOverItsChannelsAndAppliesGelu()
    {
        using var scope = NewDisposeScope();
        var embedding = new ConvPatchEmbedding(3, 4, 8, 1e-5);
        var state = embedding.state_dict();
        using (var generator = new Generator(3))
        {
            foreach (var tensor in state.Values)
                Initialization.Normal(tensor, 1, generator);
        }
        var images = randn(2, 3, 16, 8);
        var map = F.conv2d(images, state["proj.weight"], state["proj.bias"], [4, 4]);
        var centred = map - map.mean([1L], true);
        var normed = centred / (centred.square().mean([1L], true) + 1e-5).sqrt() * state["norm.weight"].view(1, 8, 1, 1) + state["norm.bias"].view(1, 8, 1, 1);
        var expected = 0.5 * normed * (1 + (normed / Math.Sqrt(2)).erf());
        var actual = embedding.call(images);
        Assert.Equal([2L, 8, 4, 2], actual.shape);
        Assert.True((expected - actual).abs().max().item<float>() < 1e-5f);
    }
}
