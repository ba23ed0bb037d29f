using Microsoft.ML.VisionTransformers.Architectures;
using Microsoft.ML.VisionTransformers.ConvMae;
using Microsoft.ML.VisionTransformers.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Tests.ConvMae;

public class ConvViTDetectionBackboneTests
{
    // 6 x 4 tokens in windows of 2 x 2; the first of two blocks is windowed.
    private static readonly ConvViTDetectionConfiguration s_tiny = new()
    {
        ImageHeight = 96, ImageWidth = 64, Encoder = TinyConvMae.Encoder, WindowSize = 2, GlobalBlocks = [1],
    };

    [Fact]
    public void HandsOutMapsOfFourSizes()
    {
        using var scope = NewDisposeScope();
        var maps = Create(s_tiny).call(randn(2, 3, 96, 64));
        Assert.Equal([[2L, 8, 24, 16], [2, 12, 12, 8], [2, 24, 6, 4], [2, 24, 3, 2]], maps.Select(map => map.shape));
        Assert.Equal(maps[2][0, 0].narrow(0, 0, 2).narrow(1, 0, 2).max().item<float>(), maps[3][0, 0, 0, 0].item<float>());
    }

    [Fact]
    public void CountedParametersAreThoseOfTheNetwork()
    {
        using var network = new ConvViTDetectionBackbone(s_tiny, seed: 1);
        Assert.Equal(s_tiny.CountParameters(), network.parameters().Sum(parameter => parameter.numel()));
        Assert.Equal([11L * 7, 3], network.state_dict()["global_rel_pos_bias.relative_position_bias_table"].shape);
    }

    [Fact]
    public void WindowedBlocksKeepToTheirWindows()
    {
        using var scope = NewDisposeScope();
        var images = randn(1, 3, 96, 64);
        var changed = images.clone();
        changed.narrow(2, 0, 4).narrow(3, 0, 4).add_(3);
        // One pixel of the first stage, whose convolutions carry the change no farther than the window's border.
        var shallow = s_tiny with { Encoder = s_tiny.Encoder with { Stage2 = s_tiny.Encoder.Stage2 with { Depth = 1 } } };
        var windowed = Create(shallow with { GlobalBlocks = [] });
        var difference = (windowed.call(images)[2] - windowed.call(changed)[2]).abs().sum([1L]);   // [1, 6, 4]
        Assert.True(difference[0, 0, 0].item<float>() > 1e-4f && difference[0, 1, 1].item<float>() > 1e-6f);
        Assert.Equal(0, difference.narrow(1, 2, 4).sum().item<float>());
        Assert.Equal(0, difference.narrow(2, 2, 2).sum().item<float>());
        var global = Create(shallow);
        Assert.True((global.call(images)[2] - global.call(changed)[2]).abs().sum([1L])[0, 5, 3].item<float>() > 1e-6f);
    }

    [Fact]
    public void StartsFromPretraining()
    {
        using var scope = NewDisposeScope();
        var pretrained = new ConvMaskedAutoencoder(TinyConvMae.Pretraining, seed: 2);
        var network = Create(s_tiny);
        var report = CheckpointLoader.Load(Checkpoint.Of(pretrained.state_dict()), network, s_tiny);
        Assert.Equal(["global_rel_pos_bias.relative_position_bias_table", "windowed_rel_pos_bias.relative_position_bias_table"], report.Fresh.Order());
        Assert.Equal(["pos_embed"], report.Resized);
        Assert.Contains("decoder_pred.weight", report.Unused);
        Assert.Contains("stage1_output_decode.weight", report.Unused);
    }

    [Fact]
    public void ADetectorsOwnNamesAreRead()
    {
        using var scope = NewDisposeScope();
        var square = s_tiny with { ImageHeight = 64 };
        var state = ConvMaeKeyMaps.Detectron.Export(Create(square).state_dict());
        state["backbone.bottom_up.windowed_rel_pos_bias.relative_position_index"] = zeros(4, 4, int64);
        state["roi_heads.box_predictor.cls_score.weight"] = zeros(2, 3);
        state["backbone.fpn_lateral2.weight"] = zeros(2, 3);
        using var checkpoint = Checkpoint.Of(state, CheckpointConfig.Parse("""{ "num_heads": 3 }"""));
        var found = Assert.IsType<ConvViTDetectionConfiguration>(checkpoint.Identity!.Configuration);
        Assert.Equal((64, 64, 2, 3), (found.ImageHeight, found.ImageWidth, found.WindowSize, found.Encoder.Heads));
        var report = CheckpointLoader.Load(checkpoint, (ConvViTDetectionBackbone)NetworkFactory.Create(found), found);
        Assert.Equal(["backbone.fpn_lateral2.weight", "roi_heads.box_predictor.cls_score.weight"], report.Unused.Order());
        Assert.Empty(report.Fresh);
    }

    [Theory]
    [InlineData(3, 0, "6x4 tokens does not divide into windows of 3x3")]
    [InlineData(2, 2, "2 are not all among 2 blocks")]
    public void SizesThatDoNotFitAreRefused(int window, int global, string message)
        => Assert.Contains(message, Assert.Throws<ArgumentException>(() => (s_tiny with { WindowSize = window, GlobalBlocks = [global] }).Validate()).Message);

    [Fact]
    public void AnotherSizeIsRefused()
        => Assert.Contains("pad it", Assert.Throws<ArgumentException>(() => Create(s_tiny).call(randn(1, 3, 64, 64))).Message);

    private static ConvViTDetectionBackbone Create(ConvViTDetectionConfiguration configuration)
    {
        var network = (ConvViTDetectionBackbone)NetworkFactory.Create((VisionConfiguration)configuration, seed: 1);
        TinyConvMae.Randomize(network);
        network.eval();
        return network;
    }
}
