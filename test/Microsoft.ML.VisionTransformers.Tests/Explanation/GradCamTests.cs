using Microsoft.ML.VisionTransformers.Architectures;
using Microsoft.ML.VisionTransformers.Explanation;
using Microsoft.ML.VisionTransformers.Modules;
using Microsoft.ML.VisionTransformers.Swin;
using Microsoft.ML.VisionTransformers.SwinV2;
using Microsoft.ML.VisionTransformers.Tests.ConvMae;
using Microsoft.ML.VisionTransformers.ViT;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Tests.Explanation;

public class GradCamTests
{
    private static readonly ViTConfiguration s_vit = new()
    {
        ImageHeight = 16, ImageWidth = 16, PatchSize = 4, Dim = 12, Depth = 2, Heads = 2, MlpRatio = 2, NumClasses = 3,
    };

    private static readonly SwinConfiguration s_swin = new()
    {
        ImageHeight = 24, ImageWidth = 24, PatchSize = 4, EmbedDim = 8, Depths = [1, 2], Heads = [2, 4], WindowSize = 3, MlpRatio = 2, NumClasses = 3,
    };

    private static readonly SwinV2Configuration s_swin2 = new()
    {
        ImageHeight = 24, ImageWidth = 24, PatchSize = 4, EmbedDim = 8, Depths = [1, 2], Heads = [2, 4], WindowSize = 3, MlpRatio = 2, NumClasses = 3,
    };

    public static TheoryData<ClassifierConfiguration, int> Networks => new()
    {
        { s_vit, 4 },
        { s_vit with { Pooling = ViTPooling.Average, LayerScale = 0.5 }, 4 },
        { s_vit with { RegisterTokens = 2, PreNorm = true }, 4 },
        { s_swin, 3 },
        { s_swin2, 3 },
        { TinyConvMae.Classifier, 4 },
    };

    [Theory]
    [MemberData(nameof(Networks))]
    public void WeighsChannelsByTheGradientOfTheLogit(ClassifierConfiguration configuration, int side)
    {
        using var scope = NewDisposeScope();
        using var network = Network(configuration);
        using var generator = new Generator(3);
        var image = randn(1, 3, configuration.ImageHeight, configuration.ImageWidth, generator: generator);
        var found = Enumerable.Range(0, 3).Select(label => GradCam.Run(network, image, label)).ToArray();
        Assert.All(found, run => Assert.Equal((side, side), (run.Map.Values.GetLength(0), run.Map.Values.GetLength(1))));
        Assert.All(found, run => Assert.Equal(configuration.ImageHeight, side * run.Map.Stride));
        Assert.Contains(found, run => run.Map.Values.Cast<float>().Max() > 1e-3);

        // The gradient by its definition, of the network in double precision.
        using var exact = (VisionNetwork)network.to(ScalarType.Float64);
        using var _ = no_grad();
        var cut = exact.Cut(image.to(ScalarType.Float64));
        Close(exact.call(image.to(ScalarType.Float64)), found[0].Logits, 1e-4);
        var (tokens, dim) = (cut.Tokens.shape[1], cut.Tokens.shape[2]);
        var gradients = zeros(3, tokens, dim, ScalarType.Float64);
        for (var token = cut.Prefix; token < tokens; token++)
            for (var channel = 0; channel < dim; channel++)
            {
                using var inner = NewDisposeScope();
                gradients.index_put_((Logits(token, channel, 1e-5) - Logits(token, channel, -1e-5)) / 2e-5,
                    TensorIndex.Slice(), TensorIndex.Single(token), TensorIndex.Single(channel));
            }
        var weights = gradients.narrow(1, cut.Prefix, side * side).mean([1L], keepdim: true);
        var expected = (weights * cut.Tokens.narrow(1, cut.Prefix, side * side)).sum(2).relu();            // [3, N]
        for (var label = 0; label < 3; label++)
            Close(expected[label], [.. found[label].Map.Values.Cast<float>()], 1e-3 * expected.max().item<double>());

        Tensor Logits(long token, long channel, double step)
        {
            var changed = cut.Tokens.clone();
            changed[0, token, channel] += step;
            return cut.Logits(changed)[0].narrow(0, 0, 3);
        }
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void FrozenWeightsThatScoreMayBeExplainedAndScoreAsBefore(ClassifierConfiguration configuration, int side)
    {
        using var scope = NewDisposeScope();
        using var network = Network(configuration);
        foreach (var parameter in network.parameters())
            parameter.requires_grad = false;
        var image = randn(1, 3, configuration.ImageHeight, configuration.ImageWidth);
        float[] Score()
        {
            using var inference = inference_mode(true);
            return network.call(image).data<float>().ToArray();
        }
        var before = Score(); // Fills what the layers keep from one scoring to the next, under inference mode.
        var (map, logits) = GradCam.Run(network, image, Array.IndexOf(before, before.Max()));
        Assert.Equal(side * side, map.Values.Length);
        Assert.All(before.Zip(logits), pair => Assert.Equal(pair.First, pair.Second, 1e-4f));
        Assert.Equal(before, Score());
        Assert.All(network.parameters(), parameter => Assert.True(parameter.grad is null && !parameter.requires_grad));
    }

    private static VisionNetwork Network(ClassifierConfiguration configuration)
    {
        var network = NetworkFactory.Create(configuration, seed: 1);
        TinyConvMae.Randomize(network);
        network.eval();
        return network;
    }

    private static void Close(Tensor expected, float[] actual, double tolerance)
    {
        var values = expected.flatten().to(ScalarType.Float32).data<float>().ToArray();
        Assert.Equal(values.Length, actual.Length);
        Assert.All(values.Zip(actual), pair => Assert.True(Math.Abs(pair.First - pair.Second) <= tolerance, $"{pair.First} and {pair.Second}"));
    }
}
