using Microsoft.ML.VisionTransformers.Data;
using Microsoft.ML.VisionTransformers.Objectives;
using Microsoft.ML.VisionTransformers.Tests.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Tests.Objectives;

public class ClassificationObjectiveTests
{
    [Fact]
    public void TargetsOfMixedImagesTakeTheLabelsPlace()
    {
        using var scope = NewDisposeScope();
        var network = new TinyNetwork(2, 2);
        network.get_parameter("head.bias").with_requires_grad(false).copy_(tensor(new[] { 0f, (float)Math.Log(3) })); // chances 1/4 and 3/4
        var batch = new Batch(zeros(2, 1, 1, 2), tensor(new long[] { 0, 1 }), 2) { Targets = tensor(new[] { 0.2f, 0.8f, 0.6f, 0.4f }).reshape(2, 2) };
        var result = new ClassificationObjective(network, labelSmoothing: 0.5).Compute(batch, training: true);
        double quarter = Math.Log(4), rest = Math.Log(4 / 3.0);
        Assert.Equal((0.2 * quarter + 0.8 * rest + 0.6 * quarter + 0.4 * rest) / 2, result.Loss.ToSingle(), 1e-6);
        Assert.Equal(1, result.Correct!.ToInt64()); // the larger share of the first is the second class
    }

    [Theory]
    [InlineData(true, 1.0)]
    [InlineData(false, 0.5)] // validation is not weighed
    public void ImagesCountByTheirClass(bool training, double share)
    {
        using var scope = NewDisposeScope();
        var network = new TinyNetwork(2, 2);
        network.get_parameter("head.bias").with_requires_grad(false).copy_(tensor(new[] { 0f, (float)Math.Log(3) })); // chances 1/4 and 3/4
        var batch = new Batch(zeros(4, 1, 1, 2), tensor(new long[] { 0, 1, 1, 1 }), 4);
        var result = new ClassificationObjective(network, classWeights: [2, 2 / 3f]).Compute(batch, training);
        double expected = (2 * share * Math.Log(4) + (training ? 2 / 3.0 : 1) * 3 * Math.Log(4 / 3.0)) / 4;
        Assert.Equal(expected, result.Loss.ToSingle(), 1e-6);
    }

    [Fact]
    public void MixedImagesCountByTheirShares()
    {
        using var scope = NewDisposeScope();
        var network = new TinyNetwork(2, 2);
        var batch = new Batch(zeros(1, 1, 1, 2), tensor(new long[] { 0 }), 1) { Targets = tensor(new[] { 0.25f, 0.75f }).reshape(1, 2) };
        var result = new ClassificationObjective(network, classWeights: [4, 0.8f]).Compute(batch, training: true);
        Assert.Equal(1.6 * Math.Log(2), result.Loss.ToSingle(), 1e-6);
    }
}
