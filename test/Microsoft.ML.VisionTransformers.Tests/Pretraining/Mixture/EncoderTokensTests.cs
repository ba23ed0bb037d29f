using Microsoft.ML.VisionTransformers.Architectures;
using Microsoft.ML.VisionTransformers.Images;
using Microsoft.ML.VisionTransformers.Modules;
using Microsoft.ML.VisionTransformers.Pretraining.Mixture;
using Microsoft.ML.VisionTransformers.Swin;
using Microsoft.ML.VisionTransformers.Tests.Drawing;
using Microsoft.ML.VisionTransformers.ViT;
using Microsoft.ML.VisionTransformers.Weights;
using Microsoft.ML.VisionTransformers.Weights.Export;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Tests.Pretraining.Mixture;

public sealed class EncoderTokensTests : IDisposable
{
    private static readonly ViTConfiguration s_vit = new() { ImageHeight = 24, ImageWidth = 24, PatchSize = 6, Dim = 12, Depth = 1, Heads = 2, NumClasses = 3 };
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_same_image_in_the_encoders_size_gives_the_encoders_tokens()
    {
        using var scope = NewDisposeScope();
        using var guard = no_grad();
        using var network = (VisionNetwork)NetworkFactory.Create(s_vit, 1);
        var own = new ImagePreprocessing { Width = 24, Height = 24, Mean = [.1f, .2f, .3f], Std = [.5f, .6f, .7f] };
        using var tokens = Load(network, s_vit, own, new PatchGrid(4, 4), own);
        network.eval();
        var images = randn(2, 3, 24, 24);
        Assert.Equal(12, tokens.Width);
        Assert.True((network.forward_features(images).narrow(1, 1, 16) - tokens.Tokens(images)).abs().max().item<float>() < 1e-5);
    }

    [Fact]
    public void Another_size_normalisation_and_grey_are_seen_to()
    {
        using var scope = NewDisposeScope();
        using var guard = no_grad();
        using var network = (VisionNetwork)NetworkFactory.Create(s_vit, 1);
        var own = new ImagePreprocessing { Width = 24, Height = 24, Mean = [.1f, .2f, .3f], Std = [.5f, .6f, .7f] };
        var given = new ImagePreprocessing { Width = 32, Height = 32, Channels = 1, Mean = [.5f], Std = [.25f] };
        using var tokens = Load(network, s_vit, own, new PatchGrid(4, 4), given);
        network.eval();
        // A picture of one brightness has it in every size.
        var expected = network.forward_features((full(1, 3, 24, 24, 0.75) - PixelTensors.Channels(own.Mean)) / PixelTensors.Channels(own.Std)).narrow(1, 1, 16);
        var actual = tokens.Tokens(full(1, 1, 32, 32, (0.75 - 0.5) / 0.25));
        Assert.True((expected - actual).abs().max().item<float>() < 1e-4);
    }

    [Fact]
    public void Positions_are_resampled_to_the_grid_of_the_trained_network()
    {
        using var scope = NewDisposeScope();
        using var network = (VisionNetwork)NetworkFactory.Create(s_vit, 1);
        using var tokens = Load(network, s_vit, ImagePreprocessing.Squash(24), new PatchGrid(2, 8), new ImagePreprocessing { Width = 64, Height = 16 });
        Assert.Equal([3, 16, 12], tokens.Tokens(randn(3, 3, 16, 64)).shape);
    }

    [Fact]
    public void CLIPs_image_tower_is_an_encoder()
    {
        using var scope = NewDisposeScope();
        using var checkpoint = Checkpoint.Open(Path.Combine(Repository.Root, "test", "Assets", "Goldens", "swin-clip", "checkpoints", "clip_openai_style_torchscript.pt"));
        List<string> said = [];
        using var tokens = EncoderTokens.Load(checkpoint, new PatchGrid(4, 4), ImagePreprocessing.Squash(32), CPU, said.Add, said.Add);
        Assert.Equal([1, 16, tokens.Width], tokens.Tokens(randn(1, 3, 32, 32)).shape);
        Assert.Contains("Frozen encoder", Assert.Single(said));
    }

    [Fact]
    public void What_has_no_such_tokens_is_refused()
    {
        using var scope = NewDisposeScope();
        var swin = new SwinConfiguration { ImageHeight = 32, ImageWidth = 32, EmbedDim = 8, Depths = [1, 1], Heads = [2, 2], WindowSize = 4, NumClasses = 2 };
        using var network = (VisionNetwork)NetworkFactory.Create(swin, 1);
        var error = Assert.Throws<ArgumentException>(() => Load(network, swin, ImagePreprocessing.Squash(32), new PatchGrid(4, 4), ImagePreprocessing.Squash(32)));
        Assert.Contains("plain vision transformer", error.Message);
    }

    private EncoderTokens Load(VisionNetwork network, VisionConfiguration configuration, ImagePreprocessing own, PatchGrid grid, ImagePreprocessing given)
    {
        var path = Path.Combine(_folder.Path, "encoder.safetensors");
        new CheckpointWriter(new VisionArchitecture { Name = "encoder", Configuration = configuration, Preprocessing = own }).Write(path, network.state_dict(), WeightNaming.Native);
        using var checkpoint = Checkpoint.Open(path);
        return EncoderTokens.Load(checkpoint, grid, given, CPU, _ => { }, _ => { });
    }
}
