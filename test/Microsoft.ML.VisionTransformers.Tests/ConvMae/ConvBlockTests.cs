using Microsoft.ML.VisionTransformers.ConvMae;
using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Microsoft.ML.VisionTransformers.Tests.ConvMae;

public class ConvBlockTests
{
    private const long Channels = 6;

    [Fact]
    public void IsTheBlockOfThePaper()
    {
        using var scope = NewDisposeScope();
        var (block, state) = Create();
        var map = randn(2, Channels, 8, 7);
        Assert.True(TinyConvMae.Largest(Reference(state, map, null) - block.call(map, null)) < 1e-5f);
    }

    [Fact]
    public void AMaskHidesPixelsFromTheConvolutionOnly()
    {
        using var scope = NewDisposeScope();
        var (block, state) = Create();
        var map = randn(2, Channels, 8, 8);
        var visible = (rand([1L, 2, 8, 8, 1]) < 0.25).to(float32);
        Assert.True(TinyConvMae.Largest(Reference(state, map, visible[0].permute(0, 3, 1, 2)) - block.call(map, visible)) < 1e-5f);
    }

    [Fact]
    public void OfSeveralMasksEachPixelTakesTheOneThatShowsIt()
    {
        using var scope = NewDisposeScope();
        var (block, _) = Create();
        var map = randn(2, Channels, 8, 8);
        var owner = (rand(2, 8, 8, 1) * 4).floor();
        var visible = stack([.. Enumerable.Range(0, 4).Select(mask => owner.eq(mask).to(float32))], 0);  // [4, B, H, W, 1]
        var together = block.call(map, visible);
        for (var mask = 0; mask < 4; mask++)
        {
            var shown = visible[mask].permute(0, 3, 1, 2);
            var alone = block.call(map, visible.narrow(0, mask, 1));
            Assert.True(TinyConvMae.Largest((together - alone) * shown) < 1e-5f);
            Assert.True(TinyConvMae.Largest((together - alone) * (1 - shown)) > 1e-3f);
        }
    }

    [Fact]
    public void KeepsTheChannelsLastInMemory()
    {
        using var scope = NewDisposeScope();
        var (block, _) = Create();
        var map = randn(2, 8, 8, Channels).permute(0, 3, 1, 2);
        Assert.True(block.call(map, null).permute(0, 2, 3, 1).is_contiguous());
    }

    [Fact]
    public void DropsBothBranchesOfASampleWhileTraining()
    {
        using var scope = NewDisposeScope();
        var block = new ConvBlock(Channels, 12, 1e-5, dropPath: 0.999999);
        TinyConvMae.Randomize(block);
        block.train();
        var map = randn(2, Channels, 4, 4);
        Assert.Equal(0, TinyConvMae.Largest(block.call(map, null) - map));
        block.eval();
        Assert.True(TinyConvMae.Largest(block.call(map, null) - map) > 1e-2f);
    }

    private static (ConvBlock Block, Dictionary<string, Tensor> State) Create()
    {
        var block = new ConvBlock(Channels, 12, 1e-5);
        TinyConvMae.Randomize(block);
        return (block, block.state_dict());
    }

    /// <summary>The authors' order of operations, on maps with the channels first.</summary>
    private static Tensor Reference(Dictionary<string, Tensor> w, Tensor x, Tensor? visible)
    {
        var branch = F.conv2d(Norm(x, w["norm1.weight"], w["norm1.bias"]), w["conv1.weight"], w["conv1.bias"]);
        branch = F.conv2d(visible is null ? branch : branch * visible, w["attn.weight"], w["attn.bias"], padding: [2, 2], groups: Channels);
        x = x + F.conv2d(branch, w["conv2.weight"], w["conv2.bias"]);
        branch = F.conv2d(Norm(x, w["norm2.weight"], w["norm2.bias"]), w["mlp.fc1.weight"], w["mlp.fc1.bias"]);
        return x + F.conv2d(F.gelu(branch), w["mlp.fc2.weight"], w["mlp.fc2.bias"]);
    }

    private static Tensor Norm(Tensor x, Tensor weight, Tensor bias)
        => F.layer_norm(x.permute(0, 2, 3, 1), [Channels], weight, bias, 1e-5).permute(0, 3, 1, 2);
}
