using Microsoft.ML.VisionTransformers.ConvMae;
using Microsoft.ML.VisionTransformers.Modules;
using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Microsoft.ML.VisionTransformers.Tests.ConvMae;

public class PatchConvolutionTests
{
    [Theory]
    [InlineData(3, 4, 8, false)]
    [InlineData(8, 2, 12, true)]
    public void IsTheConvolutionOfItsWeights(long from, int patch, long to, bool channelsLast)
    {
        using var scope = NewDisposeScope();
        var convolution = new PatchConvolution(from, patch, to);
        var state = convolution.state_dict();
        using (var generator = new Generator(3))
        {
            Initialization.Normal(state["weight"], 1, generator);
            Initialization.Normal(state["bias"], 1, generator);
        }
        var map = randn(2, from, 8, 12);
        var expected = F.conv2d(map, state["weight"], state["bias"], [patch, patch]);
        var actual = convolution.call(channelsLast ? map.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2) : map);
        Assert.Equal(expected.shape, actual.shape);
        Assert.True((expected - actual).abs().max().item<float>() < 1e-5f);
        Assert.True(actual.permute(0, 2, 3, 1).is_contiguous());
    }
}
