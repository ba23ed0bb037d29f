using Microsoft.ML.VisionTransformers.Architectures;
using Microsoft.ML.VisionTransformers.Explanation;
using Microsoft.ML.VisionTransformers.Modules;
using Microsoft.ML.VisionTransformers.Tests.ConvMae;
using Microsoft.ML.VisionTransformers.ViT;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Tests.Explanation;

public class AttentionRolloutTests
{
    private static readonly ViTConfiguration s_tiny = new()
    {
        ImageHeight = 12, ImageWidth = 16, PatchSize = 4, Dim = 24, Depth = 3, Heads = 2, MlpRatio = 2, NumClasses = 5,
    };

    public static TheoryData<ViTConfiguration, HeadFusion> Networks => new()
    {
        { s_tiny, HeadFusion.Mean },
        { s_tiny, HeadFusion.Max },
        { s_tiny with { RegisterTokens = 2, QkNorm = true }, HeadFusion.Min },
        { s_tiny with { Pooling = ViTPooling.Average }, HeadFusion.Mean },
        { s_tiny with { Pooling = ViTPooling.Average, ClassToken = false, FcNorm = false }, HeadFusion.Mean },
    };

    [Fact]
    public void TwoBlocksWorkedOutByHand()
    {
        float[] first = [0.5f, 0.25f, 0.25f, 0, 1, 0, 0.2f, 0.2f, 0.6f];
        float[] second = [0.2f, 0.8f, 0, 0.5f, 0, 0.5f, 0.1f, 0.3f, 0.6f];
        // Halves with the residual: first rows (.75 .125 .125) (0 1 0), second's first row (.6 .4 0).
        Close([0.6f * 0.75f, 0.6f * 0.125f + 0.4f, 0.6f * 0.125f], AttentionRollout.Follow([[.. first], [.. second]], [1, 0, 0]));
        // Of the mean of the last two: second's rows (.25 .5 .25) (.05 .15 .8), first's third (.1 .1 .8); means (.15 .325 .525).
        Close([0.15f * 0.75f + 0.525f * 0.1f, 0.15f * 0.125f + 0.325f + 0.525f * 0.1f, 0.15f * 0.125f + 0.525f * 0.8f],
            AttentionRollout.Follow([[.. first], [.. second]], [0, 0.5f, 0.5f]));
    }

    [Fact]
    public void TheWeakestAreLeftOutAndTheRestIsScaledUp()
    {
        float[] attention = [0.6f, 0.4f, 0.1f, 0.9f];
        Assert.Equal([0.6f, 0.4f, 0.1f, 0.9f], AttentionRollout.Discard([.. attention], 0.2));
        var left = AttentionRollout.Discard([.. attention], 0.5);
        Assert.Equal([0.6f, 0, 0, 0.9f], left);
        Close([1, 0], AttentionRollout.Follow([left], [1, 0]));
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void EqualsTheProductOfAllMatrices(ViTConfiguration configuration, HeadFusion fusion)
    {
        using var scope = NewDisposeScope();
        using var network = (VisionTransformerNetwork)NetworkFactory.Create(configuration, seed: 1);
        TinyConvMae.Randomize(network);
        network.eval();
        var image = randn(1, 3, 12, 16);
        var map = AttentionRollout.Run(network, image, new ExplanationOptions { HeadFusion = fusion });

        // As in the paper: whole matrices, block by block.
        var tokens = configuration.PrefixTokens + 12;
        var rollout = eye(tokens);
        using (no_grad())
        {
            ((IGlobalAttention)network).Visit(image, (block, x) =>
            {
                var heads = block.Attention.Probabilities(block.AttentionNorm.call(x))[0];
                var fused = fusion switch { HeadFusion.Max => heads.amax([0L]), HeadFusion.Min => heads.amin([0L]), _ => heads.mean([0L]) };
                var mixed = fused + eye(tokens);
                rollout = (mixed / mixed.sum(1, keepdim: true)).mm(rollout).MoveToOuterDisposeScope();
            });
        }
        var row = configuration.Pooling == ViTPooling.Token ? rollout[0] : rollout.narrow(0, configuration.PrefixTokens, 12).mean([0L]);
        Close(row.narrow(0, configuration.PrefixTokens, 12).data<float>().ToArray(), [.. map.Values.Cast<float>()]);
        Assert.Equal((3, 4, 4), (map.Values.GetLength(0), map.Values.GetLength(1), map.Stride));
    }

    [Fact]
    public void ConvMaesEncoderIsFollowedToItsTokens()
    {
        using var scope = NewDisposeScope();
        using var network = (VisionNetwork)NetworkFactory.Create(TinyConvMae.Classifier);
        TinyConvMae.Randomize(network);
        network.eval();
        var map = AttentionRollout.Run((IGlobalAttention)network, randn(1, 3, 64, 64), new ExplanationOptions());
        Assert.Equal((4, 4, 16), (map.Values.GetLength(0), map.Values.GetLength(1), map.Stride));
        // No token but patches: all that arrives comes from them.
        Assert.Equal(1, map.Values.Cast<float>().Sum(), 1e-5f);
    }

    private static void Close(float[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-6f));
    }
}
