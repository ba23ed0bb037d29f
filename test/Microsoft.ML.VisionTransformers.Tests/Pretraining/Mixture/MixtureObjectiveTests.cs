using Microsoft.ML.VisionTransformers.Architectures;
using Microsoft.ML.VisionTransformers.Data;
using Microsoft.ML.VisionTransformers.FastConvMae;
using Microsoft.ML.VisionTransformers.Modules;
using Microsoft.ML.VisionTransformers.Objectives;
using Microsoft.ML.VisionTransformers.Pretraining.Mixture;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Tests.Pretraining.Mixture;

public sealed class MixtureObjectiveTests
{
    private const int Shared = 1;

    [Theory]
    [InlineData("MAE")]
    [InlineData("ConvMAE")]
    [InlineData("FastConvMAE")]
    public void A_targets_gradient_reaches_what_is_shared_and_its_own_part_but_no_others(string family)
    {
        using var scope = NewDisposeScope();
        using var network = Network(family);
        using var first = new FixedTokens(5);
        using var second = new TeacherTokens(network, 0.9, CPU);
        var objective = new MixtureObjective(network, new SeededUniforms(1), 0, Shared, 2, [(first, 1), (second, 0.5)]);
        string[][] own = [["decoder_blocks.1.", "decoder_norm.", "decoder_pred."], ["decoder_targets.0."], ["decoder_targets.1."]];
        var all = own.SelectMany(names => names).ToArray();
        var images = randn(2, 3, 32, 32);
        for (var target = 0; target < own.Length; target++)
        {
            network.zero_grad();
            objective.Losses(images, new SeededUniforms(2)).ElementAt(target).Loss.backward();
            foreach (var (name, parameter) in network.named_parameters().Where(pair => pair.parameter.requires_grad))
            {
                var isOwn = own[target].Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal));
                var isAnothers = !isOwn && all.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal));
                var size = parameter.grad is { } gradient ? gradient.abs().sum().item<float>() : 0;
                Assert.True(isAnothers ? size == 0 : size > 0, $"target {target}: {name} has a gradient of {size}");
            }
        }
    }

    [Fact]
    public void The_loss_is_the_weighed_sum()
    {
        using var scope = NewDisposeScope();
        using var network = Network("MAE");
        using var first = new FixedTokens(5);
        using var second = new FixedTokens(24);
        var objective = new MixtureObjective(network, new SeededUniforms(1), 3, Shared, 2, [(first, 1), (second, 0.5)]);
        var images = randn(2, 3, 32, 32);
        var parts = objective.Losses(images, new SeededUniforms(3)).Select(pair => pair.Loss.item<float>()).ToArray();
        var loss = objective.Compute(new Batch(images, zeros(2, int64), 2), training: false).Loss.item<float>();
        Assert.Equal(2 * parts[0] + parts[1] + 0.5f * parts[2], loss, 1e-5f);
        // Pixels are those of a masked autoencoder without any other target.
        var pixels = new MaskedPixelObjective(network, new SeededUniforms(1)).Reconstruct(images, new SeededUniforms(3)).Loss.item<float>();
        Assert.Equal(pixels, parts[0], 1e-6f);
    }

    [Fact]
    public void Only_hidden_patches_count_and_the_scale_of_an_encoder_does_not()
    {
        using var scope = NewDisposeScope();
        var tokens = randn(1, 2, 6);
        var target = MaskedTokenLoss.Target(tokens * 50 + 7);
        Assert.True((target - MaskedTokenLoss.Target(tokens)).abs().max().item<float>() < 1e-3);
        Assert.Equal(0, target.mean([-1L]).abs().max().item<float>(), 1e-5f);
        var prediction = cat([target.narrow(1, 0, 1) + 0.5, target.narrow(1, 1, 1) + 3], 1);
        Assert.Equal(0.125, MaskedTokenLoss.Loss(prediction, target, tensor([1f, 0f]).view(1, 2)).item<float>(), 1e-5);    // x^2 / 2 below 1
        Assert.Equal(2.5, MaskedTokenLoss.Loss(prediction, target, tensor([0f, 1f]).view(1, 2)).item<float>(), 1e-5);      // |x| - 1/2 above
    }

    private static MaskedNetwork Network(string family)
    {
        MaskedConfiguration configuration = family switch
        {
            "MAE" => TinyPretraining.Mae,
            "ConvMAE" => TinyPretraining.ConvMae,
            _ => FastConvMaeConfiguration.Of(TinyPretraining.ConvMae),
        };
        var network = (MaskedNetwork)NetworkFactory.Create(configuration, 1);
        network.AddReconstructors([5, 24], configuration.DecoderDepth - Shared, seed: 2);
        return network;
    }

    /// <summary>An encoder that gives the same tokens whatever it sees.</summary>
    private sealed class FixedTokens(int width) : ITokenSource
    {
        private readonly Tensor _tokens = randn(1, 16, width);

        public int Width => width;

        public Tensor Tokens(Tensor images) => _tokens.expand(images.shape[0], 16, width);

        public void Dispose() => _tokens.Dispose();
    }
}
