using Microsoft.ML.VisionTransformers.Architectures;
using Microsoft.ML.VisionTransformers.FastConvMae;
using Microsoft.ML.VisionTransformers.Modules;
using Microsoft.ML.VisionTransformers.Objectives;
using Microsoft.ML.VisionTransformers.Tests.Pretraining;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Tests.Objectives;

public class WholeReconstructionTests
{
    [Fact]
    public void OneMaskIsWhatTheObjectiveSays()
    {
        using var scope = NewDisposeScope();
        using var network = Network(TinyPretraining.Mae);
        var images = randn(1, 3, 32, 32);
        var whole = WholeReconstruction.Of(network, images, 1);
        var told = new MaskedPixelObjective(network, new SeededUniforms(0)).Reconstruct(images, new SeededUniforms(0));
        Assert.Equal(told.Loss.item<float>(), whole.Losses[0].item<float>(), 1e-5f);
        var hidden = told.Hidden.unsqueeze(2);
        var expected = told.Prediction * hidden + PatchPixels.Patchify(images, 8) * (1 - hidden);
        Assert.True((expected - whole.Pixels).abs().max().item<float>() < 1e-5);
    }

    [Fact]
    public void ComplementaryMasksHideEveryPatch()
    {
        using var scope = NewDisposeScope();
        using var network = Network(FastConvMaeConfiguration.Of(TinyPretraining.ConvMae) with { NormalizePixels = false });
        var images = randn(2, 3, 32, 32);
        var whole = WholeReconstruction.Of(network, images, 3); // four masks come at once
        Assert.All((whole.Pixels - PatchPixels.Patchify(images, 8)).abs().amax([-1L]).data<float>().ToArray(), difference => Assert.True(difference > 0));
        var masks = network.Masks(new SeededUniforms(0).Next(16, images).view(1, 16).expand(2, 16));
        var errors = (network.call(images, masks) - PatchPixels.Patchify(images, 8).repeat(4, 1, 1)).square().mean([-1L]) * cat([.. masks.Select(mask => mask.Hidden)], 0);
        var expected = errors.view(4, 2, 16).sum([0L, 2L]) / (3 * 16);
        Assert.True((expected - whole.Losses).abs().max().item<float>() < 1e-4);
    }

    [Fact]
    public void NormalisedPredictionsGetThePatchsOwnBrightnessAndContrast()
    {
        using var scope = NewDisposeScope();
        using var network = Network(TinyPretraining.Mae with { NormalizePixels = true });
        var images = randn(1, 3, 32, 32);
        var told = new MaskedPixelObjective(network, new SeededUniforms(0)).Reconstruct(images, new SeededUniforms(0));
        var (mean, deviation) = MaskedPixelLoss.Statistics(PatchPixels.Patchify(images, 8));
        var hidden = told.Hidden.unsqueeze(2);
        Assert.True(((told.Prediction * deviation + mean - WholeReconstruction.Of(network, images, 1).Pixels) * hidden).abs().max().item<float>() < 1e-5);
    }

    private static MaskedNetwork Network(MaskedConfiguration configuration)
    {
        var network = (MaskedNetwork)NetworkFactory.Create(configuration, 1);
        network.eval();
        foreach (var parameter in network.parameters())
            parameter.requires_grad = false;
        return network;
    }
}
