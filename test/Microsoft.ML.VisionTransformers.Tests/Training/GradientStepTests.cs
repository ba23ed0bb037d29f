using Microsoft.ML.VisionTransformers.Objectives;
using Microsoft.ML.VisionTransformers.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Tests.Training;

[Collection("Kernels")]
public class GradientStepTests
{
    private sealed class Options : TrainingOptions;

    [Fact]
    public void SeveralBatchesAreOneLargeBatch()
    {
        using var scope = NewDisposeScope();
        manual_seed(2);
        var (images, labels) = (randn(10, 4), randint(3, new long[] { 10 }, dtype: ScalarType.Int64));
        var (large, small) = (Random(), Random());
        using var one = new GradientStep(large, new Options());
        using var several = new GradientStep(small, new Options { GradientAccumulation = 3 });

        one.Add(Loss(large, images, labels), 10);
        Assert.True(one.IsDue);
        one.Apply(0.1);
        foreach (var (first, count) in new[] { (0, 4), (4, 4), (8, 2) })
        {
            Assert.False(several.IsDue);
            several.Add(Loss(small, images.narrow(0, first, count), labels.narrow(0, first, count)), count);
        }
        Assert.True(several.IsDue && several.IsPending);
        several.Apply(0.1);
        Assert.False(several.IsPending);
        foreach (var (a, b) in large.parameters().Zip(small.parameters()))
            Assert.True((a - b).abs().max().item<float>() < 1e-6f);
    }

    [Fact]
    public void LongGradientsAreShortened()
    {
        using var scope = NewDisposeScope();
        using var network = Random();
        using var step = new GradientStep(network, new Options { GradientClipNorm = 0.5, Optimizer = OptimizerKind.Sgd, WeightDecay = 0, Momentum = 0 });
        var before = network.parameters().Select(parameter => parameter.detach().clone()).ToList();
        step.Add(Loss(network, randn(8, 4) * 100, zeros(8, dtype: ScalarType.Int64)), 8);
        step.Apply(1);
        double length = Math.Sqrt(network.parameters().Zip(before).Sum(pair => (pair.First - pair.Second).pow(2).sum().item<float>()));
        Assert.Equal(0.5, length, 1e-4);
    }

    private static TinyNetwork Random()
    {
        var network = new TinyNetwork(4, 3);
        using var guard = no_grad();
        using var generator = new Generator(1);
        foreach (var parameter in network.parameters())
            parameter.normal_(0, 1, generator);
        return network;
    }

    private static ObjectiveResult Loss(TinyNetwork network, Tensor images, Tensor labels) => new(nn.functional.cross_entropy(network.call(images), labels));
}
